package dev.millrace.operator.planning;

import dev.millrace.operator.condition.Reason;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the planner decided about one app.
 *
 * @param uid the object it was decided for; an app deleted and created again is another one
 * @param generation the generation of the spec it was decided on
 * @param reason why; {@link Reason#Placed} where it was placed
 * @param message one sentence in plain English
 * @param assignments where it is to run, empty unless placed
 * @param predicted end-to-end response time under the whole plan; null unless placed
 * @param sloMet whether the app's objective holds in the prediction
 * @param failedLoad which load failed, so that the app stays where it is; null otherwise
 */
public record AppDecision(
        AppRef app,
        String uid,
        long generation,
        Outcome outcome,
        Reason reason,
        String message,
        List<Assignment> assignments,
        @Nullable ResponseSummary predicted,
        boolean sloMet,
        @Nullable String failedLoad) {

    /** A decision that no failed load plays a part in. */
    public AppDecision(
            AppRef app,
            String uid,
            long generation,
            Outcome outcome,
            Reason reason,
            String message,
            List<Assignment> assignments,
            @Nullable ResponseSummary predicted,
            boolean sloMet) {
        this(app, uid, generation, outcome, reason, message, assignments, predicted, sloMet, null);
    }

    /** The three ways a decision can go. */
    public enum Outcome {
        /** It has a place. */
        PLACED,
        /** It is valid, and no place was found. */
        REFUSED,
        /** It cannot be planned at all. */
        INVALID
    }

    public AppDecision {
        assignments = List.copyOf(assignments);
    }

    /** The same, where a load failed and no other place was found: placed, it stays; refused, that is why. */
    AppDecision afterFailedLoad(String failed) {
        boolean refused = outcome == Outcome.REFUSED;
        return new AppDecision(
                app,
                uid,
                generation,
                outcome,
                refused ? Reason.LoadFailed : reason,
                refused ? failed : message,
                assignments,
                predicted,
                sloMet,
                refused ? null : failed);
    }

    /** Whether it has a place. */
    public boolean placed() {
        return outcome == Outcome.PLACED;
    }
}
