package dev.millrace.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.operator.Objects;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.AppDecision.Outcome;
import dev.millrace.placement.model.AppRef;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppMetricsTest {
    private static final AppRef CAM = new AppRef("site-a", "cam");
    private static final Percentiles PREDICTED = new Percentiles("21ms", "18ms", "39ms", "48ms", "71ms", "105ms");
    private static final ObservedLatency OBSERVED =
            new ObservedLatency("20ms", "18ms", "39ms", "40ms", "71ms", "105ms", 15.0, "60s");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AppMetrics metrics = new AppMetrics(registry);
    private final InferenceApp app = Objects.simpleApp("cam");

    private void publish(@Nullable Percentiles predicted, @Nullable ObservedLatency observed) {
        AppDecision decision =
                new AppDecision(CAM, "uid-cam", 1, Outcome.PLACED, Reason.Placed, "on n1/tpu-0", List.of(), null, true);
        metrics.published(app, decision, new InferenceAppStatus(List.of(), null, null, predicted, observed, null, 1L));
    }

    private @Nullable Double value(String name, String tag, String value) {
        Gauge gauge = registry.find(name)
                .tags("namespace", "site-a", "app", "cam", tag, value)
                .gauge();
        return gauge == null ? null : gauge.value();
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

        assertThat(registry.getMeters()).isEmpty();
    }
}
