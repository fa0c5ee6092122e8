package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.v1alpha1.AppPlacement;
import dev.millrace.crds.v1alpha1.AppSummary;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.placement.model.Assignment;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The status of an InferenceApp, from everything known about it. */
public final class AppStatuses {
    private AppStatuses() {}

    /**
     * The status to write. Equal observations give equal statuses, so that comparing with the present one tells whether
     * there is anything to write.
     *
     * @param now the time of any transition
     */
    public static InferenceAppStatus of(AppObservation seen, Instant now) {
        InferenceAppStatus before = seen.app().getStatus();
        Percentiles predicted = seen.decision().predicted() == null
                ? null
                : Latencies.of(seen.decision().predicted());
        return new InferenceAppStatus(
                Conditions.next(
                        before == null ? null : before.conditions(),
                        AppConditions.of(seen),
                        seen.decision().generation(),
                        now),
                summary(seen, predicted),
                placements(seen),
                predicted,
                seen.observed(),
                AppUrl.of(seen),
                seen.decision().generation());
    }

    private static AppSummary summary(AppObservation seen, @Nullable Percentiles predicted) {
        ObjectiveCheck check = ObjectiveCheck.of(seen.app().getSpec().slo());
        List<Assignment> carrying = seen.carrying();
        return new AppSummary(
                check.label(),
                predicted == null ? null : check.value(predicted),
                seen.observed() == null ? null : check.value(seen.observed()),
                oneOrCount(carrying, a -> a.device().device(), "devices"),
                oneOrCount(carrying, a -> a.device().node(), "nodes"));
    }

    private static @Nullable String oneOrCount(List<Assignment> all, Function<Assignment, String> name, String plural) {
        List<String> distinct = all.stream().map(name).distinct().toList();
        return switch (distinct.size()) {
            case 0 -> null;
            case 1 -> distinct.getFirst();
            default -> distinct.size() + " " + plural;
        };
    }

    private static @Nullable List<AppPlacement> placements(AppObservation seen) {
        List<AppPlacement> placements = seen.carrying().stream()
                .map(a -> new AppPlacement(a.device().node(), a.device().device(), a.variant(), a.share()))
                .toList();
        return placements.isEmpty() ? null : placements;
    }
}
