package dev.millrace.placement.solver;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.CellReferee;
import dev.millrace.placement.cell.Verdict;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.problem.Cell;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.problem.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds a plan against the referee, cell by cell, and mends it where an objective is missed: another way to serve the cell
 * first, then without the tenant that weighs least, which is offered the other devices.
 */
final class Confirmation {
    private final Problem problem;
    private final CellEvaluator evaluator;
    private final Goal goal;
    private final Merit merit;
    private final CellReferee referee;

    Confirmation(Problem problem, CellEvaluator evaluator, Goal goal, Merit merit, CellReferee referee) {
        this.problem = problem;
        this.evaluator = evaluator;
        this.goal = goal;
        this.merit = merit;
        this.referee = referee;
    }

    /**
     * Confirms the plan, mending it for as long as there is time.
     *
     * @return whether all of it is confirmed; if not, {@link #dropUnconfirmed} leaves what is
     */
    boolean confirm(PlanState state, Deadline deadline) {
        while (true) {
            List<CellContent> used = used(state);
            used.parallelStream()
                    .forEach(content ->
                            referee.judge(content, evaluator.verdict(content).configuration(), deadline::passed));
            Map<CellContent, Set<Integer>> missed = new TreeMap<>(
                    Comparator.comparingInt(content -> content.cell().index()));
            boolean complete = true;
            for (CellContent content : used) {
                Optional<Set<Integer>> judgement = judgement(content);
                complete &= judgement.isPresent();
                judgement.filter(devices -> !devices.isEmpty()).ifPresent(devices -> missed.put(content, devices));
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

    /**
     * Takes the apps off all cells whose plan is not confirmed, and puts back those of a plan that was, where all of them are
     * free.
     */
    void dropUnconfirmed(PlanState state, @Nullable Hosting[] fallback) {
        Set<Integer> cells = dropUnconfirmed(state);
        for (int cell : cells) {
            int mark = state.mark();
            List<Hosting> before = Arrays.stream(fallback)
                    .filter(hosting -> hosting != null
                            && hosting.parts().stream()
                                    .allMatch(part -> part.option().site().cell() == cell))
                    .toList();
            before.stream()
                    .filter(hosting -> !state.isHosted(hosting.appIndex()))
                    .forEach(state::place);
            CellContent content = state.content(cell);
            if (!content.tenants().isEmpty() && !(confirmed(content) && state.withinCapacity())) {
                state.rollback(mark);
            }
        }
    }

    /** The cells that were emptied. */
    private Set<Integer> dropUnconfirmed(PlanState state) {
        Set<Integer> emptied = new TreeSet<>();
        boolean dropped = true;
        while (dropped) {
            dropped = false;
            for (CellContent content : used(state)) {
                if (!confirmed(content)) {
                    content.tenants()
                            .forEach(tenant -> state.remove(tenant.option().appIndex()));
                    emptied.add(content.cell().index());
                    dropped = true;
                }
            }
        }
        return emptied;
    }

    /**
     * Lets another evaluator know the verdicts on the cells of a confirmed plan. Where it would serve a cell in a plainer way
     * that is confirmed too, it keeps its own verdict: planned again, the same cluster would be served that way.
     */
    void teach(PlanState state, CellEvaluator other, Deadline deadline) {
        used(state).parallelStream()
                .filter(content -> isPlain(content) || !confirmsPlainer(content, other, deadline))
                .forEach(content -> other.learn(content, evaluator.verdict(content)));
    }

    private boolean isPlain(CellContent content) {
        return evaluator.verdict(content).steps().stream().allMatch(step -> step == 0);
    }

    private boolean confirmsPlainer(CellContent content, CellEvaluator other, Deadline deadline) {
        Verdict own = other.verdict(content);
        if (!own.feasible()
                || own.configuration().equals(evaluator.verdict(content).configuration())) {
            return false;
        }
        referee.judge(content, own.configuration(), deadline::passed);
        return referee.judgement(content, own.configuration())
                .filter(Set::isEmpty)
                .isPresent();
    }

    /**
     * Whether every cell is confirmed as it stands. Each replica then keeps its app's objective, and so does the app over
     * all of them: a mixture of distributions that keep a bound keeps it.
     */
    boolean holds(PlanState state) {
        return state.withinCapacity() && used(state).stream().allMatch(this::confirmed);
    }

    private boolean confirmed(CellContent content) {
        return judgement(content).filter(Set::isEmpty).isPresent();
    }

    private Optional<Set<Integer>> judgement(CellContent content) {
        return referee.judgement(content, evaluator.verdict(content).configuration());
    }

    private List<CellContent> used(PlanState state) {
        List<CellContent> used = new ArrayList<>();
        for (int cell = 0; cell < problem.cells().size(); cell++) {
            CellContent content = state.content(cell);
            if (!content.tenants().isEmpty()) {
                used.add(content);
            }
        }
        return used;
    }

    private void mend(PlanState state, Map<CellContent, Set<Integer>> missed) {
        List<Integer> evicted = new ArrayList<>();
        missed.forEach((content, devices) -> {
            Cell cell = content.cell();
            if (judgement(content).filter(known -> !known.isEmpty()).isPresent()) {
                evaluator.reject(content, List.copyOf(devices));
            }
            state.forget(cell.index());
            while (!state.verdict(cell.index()).feasible()) {
                int victim = victim(state, cell, devices);
                state.remove(victim);
                evicted.add(victim);
            }
        });
        evicted.sort(Comparator.naturalOrder());
        Inserter inserter = new Inserter();
        evicted.forEach(app -> inserter.insert(state, app));
    }

    /** The last in planning order; for the goal MaxApps, of the lightest the one that brings most work. */
    private int victim(PlanState state, Cell cell, Set<Integer> devices) {
        List<Integer> there = new ArrayList<>();
        for (Site site : cell.sites()) {
            if (devices.contains(site.local())) {
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
