package dev.millrace.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.operator.Objects;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How large a scrape grows; how long it takes is measured on the running operator. */
class ScrapeCostTest {
    private static final int APPS = 5_000;
    private static final int LIMIT_BYTES = 20_000_000;

    @Test
    void fiveThousandAppsFitIntoTwentyMegabytes() throws IOException {
        CollectorRegistry registry = new CollectorRegistry();
        AppMetrics metrics = new AppMetrics();
        metrics.register(registry);
        InferenceAppStatus status = new InferenceAppStatus(
                List.of(),
                null,
                null,
                new Percentiles("21.123ms", "18.123ms", "39.123ms", "48.123ms", "71.123ms", "105.123ms"),
                new ObservedLatency(
                        "20.321ms", "18.321ms", "39.321ms", "40.321ms", "71.321ms", "105.321ms", 15.25, "60s"),
                null,
                1L);
        for (int i = 0; i < APPS; i++) {
            var app = Objects.simpleApp("a-rather-long-name-of-a-camera-%04d".formatted(i));
            metrics.attained(app, 0.98765);
            metrics.published(app, status);
        }

        StringWriter text = new StringWriter();
        TextFormat.write004(text, registry.metricFamilySamples());
        String scrape = text.toString();

        assertThat(scrape.lines().filter(line -> !line.startsWith("#"))).hasSize(APPS * 20);
        assertThat(scrape.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(LIMIT_BYTES);
    }
}
