package dev.millrace.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.operator.Objects;
import dev.millrace.placement.model.AppRef;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppMetricsTest {
    private static final AppRef CAM = new AppRef("site-a", "cam");
    private static final Percentiles PREDICTED = new Percentiles("21ms", "18ms", "39ms", "48ms", "71ms", "105ms");
    private static final ObservedLatency OBSERVED =
            new ObservedLatency("20ms", "18ms", "39ms", "40ms", "71ms", "105ms", 15.0, "60s");

    private final CollectorRegistry registry = new CollectorRegistry();
    private final AppMetrics metrics = new AppMetrics();
    private final InferenceApp app = Objects.simpleApp("cam");

    @BeforeEach
    void register() {
        metrics.register(registry);
    }

    private void publish(@Nullable Percentiles predicted, @Nullable ObservedLatency observed) {
        metrics.published(app, new InferenceAppStatus(List.of(), null, null, predicted, observed, null, 1L));
    }

    private @Nullable Double value(String name, String tag, String value) {
        return registry.getSampleValue(
                name, new String[] {"namespace", "app", tag}, new String[] {"site-a", "cam", value});
    }

    @Test
    void timesAreInSecondsAndTheErrorIsRelativeToWhatWasObserved() {
        metrics.attained(app, 0.97);
        publish(PREDICTED, OBSERVED);

        assertThat(value("millrace_slo_latency_seconds", "objective", "p95")).isEqualTo(0.080);
        assertThat(value("millrace_predicted_latency_seconds", "stat", "p95")).isEqualTo(0.048);
        assertThat(value("millrace_observed_latency_seconds", "stat", "p99.9")).isEqualTo(0.105);
        assertThat(value("millrace_prediction_error_ratio", "stat", "p95")).isCloseTo(0.2, within(1e-9));
        assertThat(value("millrace_slo_attainment_ratio", "objective", "p95")).isEqualTo(0.97);
    }

    @Test
    void whatIsNotKnownAnyMoreIsNotShown() {
        publish(PREDICTED, OBSERVED);
        publish(null, null);

        assertThat(value("millrace_predicted_latency_seconds", "stat", "p95")).isNull();
        assertThat(value("millrace_observed_latency_seconds", "stat", "p95")).isNull();
        assertThat(value("millrace_prediction_error_ratio", "stat", "p95")).isNull();
    }

    @Test
    void aDeletedAppLeavesNothing() {
        publish(PREDICTED, OBSERVED);
        metrics.forget(CAM);

        assertThat(Collections.list(registry.metricFamilySamples()))
                .allSatisfy(family -> assertThat(family.samples).isEmpty());
    }
}
