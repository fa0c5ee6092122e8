package dev.millrace.operator.planning;

import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The figures of each app, worked out once for each prediction: reading percentiles off a distribution takes its time. An app
 * that stays as it was keeps its accurate figures while there are only rough ones of the change beside it, so that one more
 * app does not make its neighbours' status be written twice.
 */
final class Summaries {
    /**
     * What is published of an app.
     *
     * @param summary null where a station on the way is overloaded
     */
    record Figures(@Nullable ResponseSummary summary, boolean sloMet) {}

    private record Known(AppOutcome outcome, @Nullable App app, List<Assignment> places, Figures figures) {}

    private final Map<AppRef, Known> known = new HashMap<>();

    /**
     * The figures of the prediction.
     *
     * @param app as it was planned; null where the snapshot lacks it
     * @param rough whether a node's figures are the fast predictor's
     */
    Figures of(AppOutcome outcome, @Nullable App app, List<Assignment> places, Predicate<String> rough) {
        Known before = known.get(outcome.app());
        if (before != null && (before.outcome() == outcome || staysRough(before, app, places, rough))) {
            return before.figures();
        }
        Figures figures = new Figures(
                outcome.response() == null ? null : ResponseSummary.of(outcome.response()), outcome.sloMet());
        known.put(outcome.app(), new Known(outcome, app, places, figures));
        return figures;
    }

    private static boolean staysRough(
            Known before, @Nullable App app, List<Assignment> places, Predicate<String> rough) {
        return app != null
                && places.stream().anyMatch(a -> rough.test(a.device().node()))
                && places.equals(before.places())
                && app.equals(before.app());
    }

    /** Forgets apps that are not in the snapshot. */
    void keepOnly(ClusterSnapshot snapshot) {
        if (known.size() > snapshot.apps().size()) {
            known.keySet().retainAll(snapshot.appsByRef().keySet());
        }
    }
}
