package dev.millrace.operator.metrics;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.Objective;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.placement.model.AppRef;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The gauges of each app: objective, prediction, observation and how far apart they are. */
@ApplicationScoped
public class AppMetrics {
    private static final double MS_PER_SECOND = 1000.0;

    private record Series(String name, String labelKey, String labelValue) {}

    private static final class AppGauges {
        private final Map<Series, Meter> meters = new HashMap<>();
        private final Map<Series, Double> values = new ConcurrentHashMap<>();
    }

    private final MeterRegistry registry;
    private final Map<AppRef, AppGauges> apps = new ConcurrentHashMap<>();

    AppMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The app's status was computed. */
    public void published(InferenceApp app, AppDecision decision, InferenceAppStatus status) {
        AppRef ref = decision.app();
        AppGauges gauges = apps.computeIfAbsent(ref, key -> new AppGauges());
        synchronized (gauges) {
            Map<Series, Double> now = new LinkedHashMap<>();
            Objective objective = Objects.requireNonNullElse(app.getSpec().slo().objective(), Objective.P95);
            now.put(
                    new Series("millrace_slo_latency_seconds", "objective", objective.value()),
                    Durations.millis(app.getSpec().slo().latency()) / MS_PER_SECOND);
            Map<String, Double> predicted = seconds(status.predicted());
            Map<String, Double> observed = seconds(asPercentiles(status.observed()));
            predicted.forEach(
                    (stat, value) -> now.put(new Series("millrace_predicted_latency_seconds", "stat", stat), value));
            observed.forEach(
                    (stat, value) -> now.put(new Series("millrace_observed_latency_seconds", "stat", stat), value));
            observed.forEach((stat, value) -> {
                if (predicted.containsKey(stat) && value > 0) {
                    now.put(
                            new Series("millrace_prediction_error_ratio", "stat", stat),
                            predicted.get(stat) / value - 1);
                }
            });
            Series attainment = new Series("millrace_slo_attainment_ratio", "objective", objective.value());
            if (gauges.values.containsKey(attainment) && status.observed() != null) {
                now.put(attainment, gauges.values.get(attainment));
            }
            replace(ref, gauges, now);
        }
    }

    /** What fraction of the observed responses was within the bound. */
    public void attained(InferenceApp app, double ratio) {
        Objective objective = Objects.requireNonNullElse(app.getSpec().slo().objective(), Objective.P95);
        AppGauges gauges = apps.computeIfAbsent(
                new AppRef(app.getMetadata().getNamespace(), app.getMetadata().getName()), key -> new AppGauges());
        gauges.values.put(new Series("millrace_slo_attainment_ratio", "objective", objective.value()), ratio);
    }

    /** The app was deleted. */
    public void forget(AppRef app) {
        AppGauges gauges = apps.remove(app);
        if (gauges != null) {
            synchronized (gauges) {
                replace(app, gauges, Map.of());
            }
        }
    }

    private void replace(AppRef app, AppGauges gauges, Map<Series, Double> now) {
        gauges.values.keySet().retainAll(now.keySet());
        gauges.meters.entrySet().removeIf(entry -> {
            boolean gone = !now.containsKey(entry.getKey());
            if (gone) {
                registry.remove(entry.getValue());
            }
            return gone;
        });
        gauges.values.putAll(now);
        now.keySet().forEach(series -> gauges.meters.computeIfAbsent(series, key -> gauge(app, gauges, key)));
    }

    private Meter gauge(AppRef app, AppGauges gauges, Series series) {
        return Gauge.builder(series.name(), gauges, g -> g.values.getOrDefault(series, Double.NaN))
                .tags(Tags.of("namespace", app.namespace(), "app", app.name(), series.labelKey(), series.labelValue()))
                .strongReference(true)
                .register(registry);
    }

    private static @Nullable Percentiles asPercentiles(@Nullable ObservedLatency o) {
        return o == null ? null : new Percentiles(o.mean(), o.p50(), o.p90(), o.p95(), o.p99(), o.p999());
    }

    private static Map<String, Double> seconds(@Nullable Percentiles all) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        if (all != null) {
            put(seconds, "mean", all.mean());
            put(seconds, "p50", all.p50());
            put(seconds, "p90", all.p90());
            put(seconds, "p95", all.p95());
            put(seconds, "p99", all.p99());
            put(seconds, "p99.9", all.p999());
        }
        return seconds;
    }

    private static void put(Map<String, Double> seconds, String stat, @Nullable String duration) {
        if (duration != null) {
            seconds.put(stat, Durations.millis(duration) / MS_PER_SECOND);
        }
    }
}
