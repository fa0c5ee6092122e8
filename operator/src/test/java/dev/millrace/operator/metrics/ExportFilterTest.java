package dev.millrace.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportFilterTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    ExportFilterTest() {
        registry.config().meterFilter(new ExportFilter());
    }

    @Test
    void controllersAreCountedByKindHoweverManyObjectsThereAre() {
        for (int i = 0; i < 100; i++) {
            registry.counter(
                            "operator.sdk.reconciliations.started",
                            "kind",
                            "InferenceApp",
                            "name",
                            "app-" + i,
                            "namespace",
                            "site")
                    .increment();
        }
        // A kind without namespace has other labels: both are to be seen.
        registry.counter("operator.sdk.reconciliations.started", "kind", "InferenceNode", "name", "n1")
                .increment();

        assertThat(registry.scrape())
                .contains("operator_sdk_reconciliations_started_total{kind=\"InferenceApp\",} 100.0")
                .contains("operator_sdk_reconciliations_started_total{kind=\"InferenceNode\",} 1.0");
    }

    @Test
    void everyMeterHasAHelpText() {
        registry.counter("worker.pool.rejected", "pool", "p").increment();

        assertThat(registry.scrape()).contains("# HELP worker_pool_rejected_total Worker pool rejected");
    }

    @Test
    void aHistogramHasNoQuantiles() {
        Timer.builder("operator.sdk.controllers.execution.reconcile")
                .publishPercentileHistogram()
                .publishPercentiles(0.5, 0.95)
                .register(registry)
                .record(Duration.ofMillis(3));

        assertThat(registry.scrape())
                .contains("operator_sdk_controllers_execution_reconcile_seconds_bucket")
                .doesNotContain("quantile=");
    }

    @Test
    void tagsOfOthersAreLeftAlone() {
        registry.counter("some.requests", List.of(Tag.of("name", "x"))).increment();

        assertThat(registry.scrape()).contains("some_requests_total{name=\"x\",} 1.0");
    }
}
