package dev.millrace.cluster;

import static java.util.Objects.requireNonNullElse;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.ArrivalKind;
import dev.millrace.crds.v1alpha1.Arrivals;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppSpec;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.Replicas;
import dev.millrace.crds.v1alpha1.Tenancy;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Slo;
import dev.millrace.placement.model.Toleration;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.ArrivalProcess;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** InferenceApp to the planner's app. */
final class AppMapping {
    private AppMapping() {}

    static AppRef ref(InferenceApp app) {
        return new AppRef(
                requireNonNullElse(app.getMetadata().getNamespace(), "default"),
                app.getMetadata().getName());
    }

    static App app(InferenceApp app, InferenceModel model, ProfileIndex profiles) {
        InferenceAppSpec spec = app.getSpec();
        int min =
                spec.replicas() == null ? 1 : requireNonNullElse(spec.replicas().min(), 1);
        return new App(
                ref(app),
                created(app.getMetadata().getCreationTimestamp()),
                arrivals(spec.arrivals()),
                slo(spec.slo()),
                spec.preprocess() == null ? 0 : millis(spec.preprocess().cpu()),
                spec.network() == null ? 0 : millis(spec.network().latency()),
                min,
                maxReplicas(spec.replicas(), min),
                requireNonNullElse(spec.priority(), 0),
                spec.tenancy() == Tenancy.DEDICATED,
                requireNonNullElse(spec.nodeSelector(), Map.of()),
                tolerations(spec.tolerations()),
                // A variant for a class of device that a newer version has brought is none for this one.
                model.getSpec().variants().stream()
                        .filter(variant -> variant.deviceClass() != null)
                        .map(variant -> variant(model, variant, profiles))
                        .toList());
    }

    private static Variant variant(InferenceModel model, ModelVariant variant, ProfileIndex profiles) {
        return new Variant(
                variant.name(),
                NodeMapping.deviceClass(variant.deviceClass()),
                Artefacts.identity(model, variant),
                profiles.costs(model, variant));
    }

    static ArrivalProcess arrivals(Arrivals arrivals) {
        ArrivalKind kind = requireNonNullElse(arrivals.process(), ArrivalKind.POISSON);
        return switch (kind) {
            case POISSON -> ArrivalProcess.poisson(arrivals.ratePerSecond());
            case PERIODIC -> ArrivalProcess.periodic(arrivals.ratePerSecond());
            case GENERAL -> ArrivalProcess.general(arrivals.ratePerSecond(), requireNonNullElse(arrivals.cv2(), 1.0));
        };
    }

    static Slo slo(dev.millrace.crds.v1alpha1.Slo slo) {
        Objective objective = slo.objective() == null
                ? Objective.P95
                : Objective.labelled(slo.objective().value());
        return new Slo(objective, Durations.millis(slo.latency()));
    }

    /** An absent {@code max} follows {@code min} rather than contradicting it. */
    private static int maxReplicas(@Nullable Replicas replicas, int min) {
        return replicas == null || replicas.max() == null ? Math.max(1, min) : replicas.max();
    }

    private static List<Toleration> tolerations(@Nullable List<dev.millrace.crds.v1alpha1.Toleration> tolerations) {
        return requireNonNullElse(tolerations, List.<dev.millrace.crds.v1alpha1.Toleration>of()).stream()
                .map(t -> new Toleration(t.key(), t.operator(), t.value(), t.effect()))
                .toList();
    }

    private static double millis(@Nullable String duration) {
        return duration == null ? 0 : Durations.millis(duration);
    }

    private static @Nullable Instant created(@Nullable String timestamp) {
        return timestamp == null ? null : OffsetDateTime.parse(timestamp).toInstant();
    }
}
