package dev.millrace.agent.node;

import dev.millrace.agent.plan.ProfilingPlan;
import dev.millrace.agent.profile.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * How far a profiling task is.
 *
 * @param measured the figures; null before {@link State#MEASURED}
 */
public record ProfilingReport(
        ProfilingPlan task,
        State state,
        String reason,
        String message,
        @Nullable Measurement measured) {
    /** Of a task. */
    public enum State {
        WAITING,
        MEASURING,
        MEASURED,
        FAILED
    }

    static ProfilingReport of(ProfilingPlan task, State state, String reason, String message) {
        return new ProfilingReport(task, state, reason, message, null);
    }
}
