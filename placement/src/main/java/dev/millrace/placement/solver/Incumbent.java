package dev.millrace.placement.solver;

import dev.millrace.placement.model.Goal;
import dev.millrace.placement.problem.Hosting;
import org.jspecify.annotations.Nullable;

/** The best confirmed plan so far. */
final class Incumbent {
    private final Goal goal;
    private final Merit merit;
    private @Nullable Hosting @Nullable [] best;
    private long bestValue;
    private int hosted;

    Incumbent(Goal goal, Merit merit) {
        this.goal = goal;
        this.merit = merit;
    }

    /** Takes over a confirmed plan if it is better by the goal; true if so. */
    boolean offer(PlanState state) {
        @Nullable Hosting[] candidate = state.hostings();
        long value = merit.value(state);
        if (best != null && !better(candidate, value)) {
            return false;
        }
        best = candidate;
        bestValue = value;
        hosted = state.hosted();
        return true;
    }

    boolean exists() {
        return best != null;
    }

    int hosted() {
        return hosted;
    }

    /** Where everybody is in the best confirmed plan; nowhere where there is none. */
    @Nullable Hosting[] hostings(PlanState like) {
        return best == null ? like.emptied().hostings() : best;
    }

    /** Puts the plan into the best confirmed state. */
    void restore(PlanState state) {
        if (best != null) {
            state.restore(best);
            state.commit();
        }
    }

    private boolean better(@Nullable Hosting[] candidate, long value) {
        if (goal == Goal.IN_ORDER && best != null) {
            for (int i = 0; i < candidate.length; i++) {
                if ((candidate[i] == null) != (best[i] == null)) {
                    return candidate[i] != null;
                }
            }
        }
        return value > bestValue;
    }
}
