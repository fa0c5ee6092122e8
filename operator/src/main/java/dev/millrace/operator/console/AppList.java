package dev.millrace.operator.console;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Slo;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists the apps of a picture. */
final class AppList {
    private AppList() {}

    /** By namespace and name. */
    static List<AppDocument> of(Picture picture) {
        return picture.view().apps().stream()
                .sorted(Comparator.comparing(AppList::ref))
                .map(app -> entry(picture, app))
                .toList();
    }

    static Optional<AppDocument.Detail> detail(Picture picture, AppRef wanted) {
        return picture.view().apps().stream()
                .filter(app -> ref(app).equals(wanted))
                .findFirst()
                .map(app -> detail(picture, app));
    }

    static AppRef ref(InferenceApp app) {
        return new AppRef(app.getMetadata().getNamespace(), app.getMetadata().getName());
    }

    private static AppDocument entry(Picture picture, InferenceApp app) {
        AppDecision decision = decision(picture, app);
        Slo slo = SnapshotBuilder.slo(app);
        InferenceAppStatus status = app.getStatus();
        String objective = slo.objective().label();
        Double predicted = status == null ? null : times(status.predicted()).get(objective);
        Double observed =
                status == null ? null : times(percentiles(status.observed())).get(objective);
        return new AppDocument(
                app.getMetadata().getNamespace(),
                app.getMetadata().getName(),
                app.getSpec().modelRef().name(),
                app.getSpec().arrivals().ratePerSecond(),
                state(decision),
                status != null && Conditions.isTrue(status.conditions(), ConditionType.READY),
                objective,
                slo.latencyMs(),
                predicted,
                observed,
                predicted == null ? null : 1 - predicted / slo.latencyMs(),
                observed == null ? null : observed <= slo.latencyMs(),
                decision == null ? "Pending" : decision.reason().name(),
                decision == null ? "the planner has not decided yet" : decision.message(),
                decision == null
                        ? List.of()
                        : decision.assignments().stream()
                                .map(a -> new AppDocument.Place(
                                        a.device().node(), a.device().device(), a.variant(), a.share()))
                                .toList());
    }

    private static AppDocument.Detail detail(Picture picture, InferenceApp app) {
        InferenceAppStatus status = app.getStatus();
        ObservedLatency observed = status == null ? null : status.observed();
        return new AppDocument.Detail(
                entry(picture, app),
                times(status == null ? null : status.predicted()),
                times(percentiles(observed)),
                observed == null ? null : observed.ratePerSecond(),
                status == null ? null : status.url(),
                status == null || status.conditions() == null
                        ? List.of()
                        : status.conditions().stream()
                                .map(c -> new AppDocument.ConditionEntry(
                                        c.getType(),
                                        c.getStatus(),
                                        c.getReason(),
                                        c.getMessage(),
                                        c.getLastTransitionTime()))
                                .toList(),
                neighbours(picture, ref(app)));
    }

    private static List<AppDocument> neighbours(Picture picture, AppRef app) {
        Set<DeviceRef> devices = picture.assignments().stream()
                .filter(a -> a.app().equals(app))
                .map(a -> a.device())
                .collect(Collectors.toSet());
        Set<AppRef> beside = picture.assignments().stream()
                .filter(a -> devices.contains(a.device()) && !a.app().equals(app))
                .map(a -> a.app())
                .collect(Collectors.toSet());
        return of(picture).stream()
                .filter(other -> beside.contains(new AppRef(other.namespace(), other.name())))
                .toList();
    }

    private static @Nullable AppDecision decision(Picture picture, InferenceApp app) {
        String uid = Objects.requireNonNullElse(app.getMetadata().getUid(), "");
        return picture.state().decision(ref(app), uid).orElse(null);
    }

    private static String state(@Nullable AppDecision decision) {
        if (decision == null) {
            return "Pending";
        }
        return switch (decision.outcome()) {
            case PLACED -> "Placed";
            case REFUSED -> "Refused";
            case INVALID -> "Invalid";
        };
    }

    private static @Nullable Percentiles percentiles(@Nullable ObservedLatency o) {
        return o == null ? null : new Percentiles(o.mean(), o.p50(), o.p90(), o.p95(), o.p99(), o.p999());
    }

    private static Map<String, Double> times(@Nullable Percentiles all) {
        Map<String, Double> times = new LinkedHashMap<>();
        if (all != null) {
            put(times, "mean", all.mean());
            put(times, "p50", all.p50());
            put(times, "p90", all.p90());
            put(times, "p95", all.p95());
            put(times, "p99", all.p99());
            put(times, "p99.9", all.p999());
        }
        return times;
    }

    private static void put(Map<String, Double> times, String statistic, @Nullable String duration) {
        if (duration != null) {
            times.put(statistic, Durations.millis(duration));
        }
    }
}
