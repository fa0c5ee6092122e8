package dev.millrace.placement.solver;

import dev.millrace.placement.NodeModels;
import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.problem.Cell;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds a plan against the accurate predictor, node by node, and mends it where an objective is missed: another way to
 * serve the cell first, then without the tenant that weighs least, which is offered the other devices.
 */
final class Confirmation {
    private final Problem problem;
    private final CellEvaluator evaluator;
    private final Goal goal;
    private final Merit merit;
    private final ResponseTimePredictor predictor;
    private final NodeReferee referee;
    private final Bounds bounds;

    Confirmation(Problem problem, CellEvaluator evaluator, Goal goal, Merit merit, ResponseTimePredictor predictor) {
        this.problem = problem;
        this.evaluator = evaluator;
        this.goal = goal;
        this.merit = merit;
        this.predictor = predictor;
        this.referee = new NodeReferee(predictor);
        this.bounds = new Bounds(problem);
    }

    /**
     * Confirms the plan, mending it for as long as there is time.
     *
     * @return whether all of it is confirmed; if not, {@link #dropUnconfirmed} leaves what is
     */
    boolean confirm(PlanState state, Deadline deadline) {
        while (true) {
            PlanWriter plan = new PlanWriter(state);
            Map<NodeModel, List<Bound>> nodes = nodes(plan);
            referee.judge(nodes, deadline);
            Set<DeviceRef> missed = new TreeSet<>();
            boolean complete = true;
            for (NodeModel node : nodes.keySet()) {
                Optional<NodeReferee.Judgement> judgement = referee.judgement(node);
                complete &= judgement.isPresent();
                judgement.ifPresent(known ->
                        known.missed().forEach(device -> missed.add(new DeviceRef(node.name(), device))));
            }
            if (missed.isEmpty()) {
                return complete;
            }
            if (deadline.passed()) {
                return false;
            }
            mend(state, missed);
        }
    }

    /** Takes the apps off all nodes whose plan is not confirmed. */
    void dropUnconfirmed(PlanState state) {
        boolean dropped = true;
        while (dropped) {
            PlanWriter plan = new PlanWriter(state);
            dropped = false;
            for (NodeModel node : nodes(plan).keySet()) {
                boolean confirmed = referee.judgement(node)
                        .filter(judgement -> judgement.missed().isEmpty())
                        .isPresent();
                if (!confirmed) {
                    dropped |= clear(state, node.name());
                }
            }
        }
    }

    /** The whole plan once more, as a user would see it: every app at its own objective over all replicas. */
    boolean holds(PlanState state) {
        PlanWriter plan = new PlanWriter(state);
        ResponseTimePredictor judged = (node, accuracy) -> referee.judgement(node)
                .map(NodeReferee.Judgement::prediction)
                .orElseGet(() -> predictor.predict(node, accuracy));
        return bounds.hold(plan.assignments(), plan.disciplines(), judged);
    }

    private boolean clear(PlanState state, String node) {
        boolean any = false;
        for (Site site : problem.sites()) {
            if (site.node().name().equals(node)) {
                for (int app : state.appsOn(site)) {
                    state.remove(app);
                    any = true;
                }
            }
        }
        return any;
    }

    /** The nodes in use with what their tenants have to keep. */
    private Map<NodeModel, List<Bound>> nodes(PlanWriter plan) {
        Map<String, List<Bound>> byNode = bounds.byNode(plan.assignments());
        Map<NodeModel, List<Bound>> nodes = new LinkedHashMap<>();
        for (NodeModel model : NodeModels.of(problem.snapshot(), plan.assignments(), plan.disciplines())) {
            List<Bound> onNode = byNode.get(model.name());
            if (onNode != null) {
                nodes.put(model, onNode);
            }
        }
        return nodes;
    }

    private void mend(PlanState state, Set<DeviceRef> missed) {
        Map<Integer, List<Integer>> byCell = new TreeMap<>();
        for (Site site : problem.sites()) {
            if (missed.contains(site.ref())) {
                byCell.computeIfAbsent(site.cell(), cell -> new ArrayList<>()).add(site.local());
            }
        }
        List<Integer> evicted = new ArrayList<>();
        byCell.forEach((cell, devices) -> {
            CellContent content = state.content(cell);
            evaluator.reject(content, devices);
            state.forget(cell);
            while (!state.verdict(cell).feasible()) {
                int victim = victim(state, problem.cells().get(cell), devices);
                state.remove(victim);
                evicted.add(victim);
            }
        });
        evicted.sort(Comparator.naturalOrder());
        Inserter inserter = new Inserter();
        evicted.forEach(app -> inserter.insert(state, app));
    }

    /** The last in planning order; for the goal MaxApps, of the lightest the one that brings most work. */
    private int victim(PlanState state, Cell cell, List<Integer> devices) {
        List<Integer> there = new ArrayList<>();
        for (Site site : cell.sites()) {
            if (devices.contains(site.local()) || devices.isEmpty()) {
                there.addAll(state.appsOn(site));
            }
        }
        if (there.isEmpty()) {
            cell.sites().forEach(site -> there.addAll(state.appsOn(site)));
        }
        Comparator<Integer> last = Comparator.<Integer>naturalOrder().reversed();
        Comparator<Integer> heaviest = Comparator.<Integer>comparingLong(merit::weight)
                .thenComparing(Comparator.comparingDouble(problem::demand).reversed())
                .thenComparing(last);
        return there.stream().min(goal == Goal.IN_ORDER ? last : heaviest).orElseThrow();
    }
}
