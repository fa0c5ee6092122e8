package dev.millrace.placement.solver;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.CellReferee;
import dev.millrace.placement.cell.Configuration;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.Discipline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes apps into a running plan one at a time, in milliseconds: nobody moves, only the device that takes the app is judged,
 * by the screening first and then by the referee that every plan has to pass. What finds no place here may still find one in
 * a full plan, which re-arranges. For the calls of one thread.
 */
public final class Admission {
    /** Devices that are judged before the app is left to a full plan: those it takes least of. */
    private static final int MOST_JUDGED = 8;

    private static final int AT_A_TIME = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    /** A bound that is not clear after so many simulated requests counts as missed. */
    private static final long MOST_REQUESTS = 60_000;

    /** Short: what passes is judged by the referee at once. */
    private static final long SCREENING_REQUESTS = 8_000;

    private final CellEvaluator evaluator;
    private final CellReferee referee;
    private final Map<AppRef, Integer> indices = new HashMap<>();
    private Problem problem;
    private final PlanState state;

    /**
     * What an admission changes.
     *
     * @param place the app's own assignment
     * @param assignments all assignments of the devices that are affected, batches and co-resident sets included
     * @param disciplines how these devices serve
     */
    public record Admitted(Assignment place, List<Assignment> assignments, Map<DeviceRef, Discipline> disciplines) {
        public Admitted {
            assignments = List.copyOf(assignments);
            disciplines = Map.copyOf(disciplines);
        }
    }

    /** Starts from what runs in the snapshot, which is taken as it is; its other apps do not count. */
    public Admission(ClusterSnapshot snapshot, ResponseTimePredictor predictor) {
        this.problem = new Problem(snapshot);
        this.evaluator = new CellEvaluator(predictor, snapshot.policy(), SCREENING_REQUESTS);
        this.referee = new CellReferee(predictor, snapshot.policy(), MOST_REQUESTS);
        this.state = new PlanState(problem, evaluator);
        for (int app = 0; app < problem.apps().size(); app++) {
            indices.put(problem.apps().get(app).ref(), app);
            problem.running(app).ifPresent(state::place);
        }
        state.commit();
        state.setHasty(true);
    }

    /**
     * Places the app on one device if that leaves all objectives kept; its priority does not count.
     *
     * @return empty, and nothing changed, where none of the devices tried can take it whole, or it asks for several replicas
     * @throws IllegalArgumentException if the app is hosted already, or preprocesses and none of the snapshot's apps does
     */
    public Optional<Admitted> admit(App app) {
        return admit(app, null);
    }

    /**
     * As above, looking at one device before all others: for an app that has changed and had better stay where it is.
     *
     * @param first the device looked at first; null for none
     */
    public Optional<Admitted> admit(App app, @Nullable DeviceRef first) {
        Integer known = indices.get(app.ref());
        if (known != null && state.isHosted(known)) {
            throw new IllegalArgumentException("app: " + app.ref() + ": is hosted already");
        }
        if (app.minReplicas() > 1) {
            return Optional.empty();
        }
        Problem smaller = problem;
        Problem larger = problem.with(app);
        int index = larger.apps().size() - 1;
        problem = larger;
        state.extend(larger);
        indices.put(app.ref(), index);
        List<Option> nearest = nearest(index, first);
        for (int from = 0; from < nearest.size(); from += AT_A_TIME) {
            List<Option> some = nearest.subList(from, Math.min(from + AT_A_TIME, nearest.size()));
            state.judgeAhead(some);
            for (Option option : some) {
                if (state.tryPlace(Hosting.whole(option))) {
                    if (confirmed(option.site().cell())) {
                        state.commit();
                        return Optional.of(admitted(option));
                    }
                    state.remove(index);
                }
            }
        }
        state.commit();
        // What was refused leaves no trace: a stream of refusals must not grow the problem.
        problem = smaller;
        state.extend(smaller);
        if (known == null) {
            indices.remove(app.ref());
        } else {
            indices.put(app.ref(), known);
        }
        return Optional.empty();
    }

    /** Takes an app out; true if it was hosted. */
    public boolean release(AppRef app) {
        Integer index = indices.get(app);
        if (index == null || !state.isHosted(index)) {
            return false;
        }
        state.remove(index);
        state.commit();
        return true;
    }

    /** Whether the app is hosted now. */
    public boolean hosts(AppRef app) {
        Integer index = indices.get(app);
        return index != null && state.isHosted(index);
    }

    /** Apps hosted now. */
    public int hosted() {
        return state.hosted();
    }

    /**
     * Some with room by work, memory and quota, the one it takes least of first. Passed over are those that turned away an
     * app of less load as they stand now, and of places that are alike all but one.
     */
    private List<Option> nearest(int index, @Nullable DeviceRef first) {
        record Ranked(Option option, double cost) {}
        PriorityQueue<Ranked> ranked = new PriorityQueue<>(Comparator.comparingDouble(Ranked::cost));
        for (Option option : problem.options(index)) {
            if (state.admits(option, 1)) {
                boolean preferred = option.site().ref().equals(first);
                ranked.add(new Ranked(option, preferred ? Double.NEGATIVE_INFINITY : state.footprint(option, 1)));
            }
        }
        List<Option> nearest = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        while (nearest.size() < MOST_JUDGED && !ranked.isEmpty()) {
            Option option = ranked.remove().option();
            if (!state.turnsAway(option) && seen.add(state.likeness(option))) {
                nearest.add(option);
            }
        }
        return nearest;
    }

    /** Whether the referee confirms the cell, served one way or another. */
    private boolean confirmed(int cell) {
        CellContent content = state.content(cell);
        while (state.verdict(cell).feasible()) {
            Configuration configuration = state.verdict(cell).configuration();
            referee.judge(content, configuration, () -> false);
            Set<Integer> missed = referee.judgement(content, configuration).orElseThrow();
            if (missed.isEmpty()) {
                return true;
            }
            evaluator.reject(content, List.copyOf(missed));
            state.forget(cell);
        }
        return false;
    }

    private Admitted admitted(Option option) {
        PlanWriter writer = new PlanWriter(state, List.of(option.site().cell()));
        Map<DeviceRef, Discipline> disciplines = new HashMap<>();
        problem.cells()
                .get(option.site().cell())
                .sites()
                .forEach(site ->
                        disciplines.put(site.ref(), writer.disciplines().getOrDefault(site.ref(), Discipline.FCFS)));
        Assignment place = writer.assignments().stream()
                .filter(assignment -> assignment.app().equals(option.app().ref()))
                .findFirst()
                .orElseThrow();
        return new Admitted(place, writer.assignments(), disciplines);
    }
}
