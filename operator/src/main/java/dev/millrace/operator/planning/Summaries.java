package dev.millrace.operator.planning;

import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.model.AppRef;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The figures of each app, worked out once for each prediction: reading percentiles off a distribution takes its time. */
final class Summaries {
    private record Known(AppOutcome outcome, @Nullable ResponseSummary summary) {}

    private final Map<AppRef, Known> known = new HashMap<>();

    /** The figures of the prediction; null where a station on the way is overloaded. */
    @Nullable ResponseSummary of(AppOutcome outcome) {
        Known before = known.get(outcome.app());
        if (before != null && before.outcome() == outcome) {
            return before.summary();
        }
        ResponseSummary summary = outcome.response() == null ? null : ResponseSummary.of(outcome.response());
        known.put(outcome.app(), new Known(outcome, summary));
        return summary;
    }

    /** Forgets all other apps. */
    void keepOnly(Set<AppRef> apps) {
        known.keySet().retainAll(apps);
    }
}
