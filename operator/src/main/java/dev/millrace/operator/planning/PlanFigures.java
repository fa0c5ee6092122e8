package dev.millrace.operator.planning;

import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.DeviceLoad;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What plans do, worked out anew for the nodes that changed only: by the fast predictor at first, so that a decision does not
 * wait, and by the accurate one when there is time.
 */
final class PlanFigures {
    /** One a core, as they are worked out in parallel: a decision waits for these. */
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    private final PlanEvaluator fast;
    private final PlanEvaluator accurate;
    private final Set<String> rough = new TreeSet<>();

    PlanFigures(ResponseTimePredictor predictor) {
        fast = new PlanEvaluator(predictor, Accuracy.FAST);
        accurate = new PlanEvaluator(predictor, Accuracy.ACCURATE);
    }

    /** The figures of a plan that differs from the one of {@code before} on the touched nodes. */
    PlanEvaluation update(PlanEvaluation before, ClusterSnapshot snapshot, Plan plan, Set<String> touched) {
        rough.addAll(touched);
        return touched.isEmpty() ? before : update(fast, before, snapshot, plan, touched);
    }

    /** Whether some figures are the fast predictor's. */
    boolean rough() {
        return !rough.isEmpty();
    }

    /** Whether the figures of that node are the fast predictor's. */
    boolean rough(String node) {
        return rough.contains(node);
    }

    /** All figures are accurate now. */
    void settled() {
        rough.clear();
    }

    /** The figures with those of some more nodes worked out accurately. */
    PlanEvaluation refine(PlanEvaluation before, ClusterSnapshot snapshot, Plan plan) {
        Set<String> next = rough.stream().limit(AT_ONCE).collect(Collectors.toSet());
        rough.removeAll(next);
        return update(accurate, before, snapshot, plan, next);
    }

    private static PlanEvaluation update(
            PlanEvaluator evaluator, PlanEvaluation before, ClusterSnapshot snapshot, Plan plan, Set<String> touched) {
        Set<AppRef> planned = new HashSet<>();
        Set<AppRef> concerned = new HashSet<>();
        for (Assignment a : plan.assignments()) {
            planned.add(a.app());
            if (touched.contains(a.device().node())) {
                concerned.add(a.app());
            }
        }
        Set<String> nodes = new HashSet<>(touched);
        plan.assignments().stream()
                .filter(a -> concerned.contains(a.app()))
                .forEach(a -> nodes.add(a.device().node()));
        List<Assignment> part = plan.assignments().stream()
                .filter(a -> nodes.contains(a.device().node()))
                .toList();
        Set<AppRef> present = new HashSet<>();
        part.forEach(a -> present.add(a.app()));
        List<App> apps = snapshot.apps().stream()
                .filter(app -> present.contains(app.ref()))
                .toList();
        ClusterSnapshot section = new ClusterSnapshot(
                apps,
                snapshot.nodes().stream()
                        .filter(node -> nodes.contains(node.name()))
                        .toList(),
                snapshot.policy(),
                List.of(),
                plan.disciplines());
        PlanEvaluation fresh = evaluator.evaluate(section, part, plan.disciplines());
        List<AppOutcome> outcomes = new ArrayList<>();
        before.apps().stream()
                .filter(outcome -> planned.contains(outcome.app()) && !concerned.contains(outcome.app()))
                .forEach(outcomes::add);
        fresh.apps().stream()
                .filter(outcome -> concerned.contains(outcome.app()))
                .forEach(outcomes::add);
        outcomes.sort(Comparator.comparing(AppOutcome::app));
        List<DeviceLoad> loads = new ArrayList<>();
        before.devices().stream()
                .filter(load -> !nodes.contains(load.device().node()))
                .forEach(loads::add);
        loads.addAll(fresh.devices());
        loads.sort(Comparator.comparing(DeviceLoad::device));
        return new PlanEvaluation(outcomes, loads);
    }
}
