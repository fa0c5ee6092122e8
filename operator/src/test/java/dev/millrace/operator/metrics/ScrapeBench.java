package dev.millrace.operator.metrics;

import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.operator.Objects;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long the operator takes to write what one scrape asks for, and how large that is, by the number of apps. */
public final class ScrapeBench {
    private static final int REPETITIONS = 21;

    private ScrapeBench() {}

    public static void main(String[] arguments) {
        System.out.println("| apps | MB | median (ms) | slowest (ms) | first (ms) | CPU, median (ms) |");
        System.out.println("|---|---|---|---|---|---|");
        for (int apps : new int[] {500, 5_000}) {
            measure(apps);
        }
    }

    private static void measure(int apps) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AppMetrics metrics = new AppMetrics();
        metrics.register(registry);
        for (int i = 0; i < apps; i++) {
            var app = Objects.simpleApp("a-rather-long-name-of-a-camera-%04d".formatted(i));
            metrics.attained(app, 0.98765);
            metrics.published(app, status());
        }
        List<Double> millis = new ArrayList<>();
        List<Double> cpuMillis = new ArrayList<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int bytes = 0;
        for (int i = 0; i < REPETITIONS; i++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            bytes = registry.scrape().getBytes(StandardCharsets.UTF_8).length;
            millis.add((System.nanoTime() - start) / 1e6);
            cpuMillis.add((threads.getCurrentThreadCpuTime() - cpu) / 1e6);
        }
        double first = millis.getFirst();
        millis.sort(null);
        cpuMillis.sort(null);
        System.out.printf(
                Locale.ROOT,
                "| %d | %.1f | %.0f | %.0f | %.0f | %.0f |%n",
                apps,
                bytes / 1e6,
                millis.get(REPETITIONS / 2),
                millis.getLast(),
                first,
                cpuMillis.get(REPETITIONS / 2));
        registry.close();
    }

    private static InferenceAppStatus status() {
        return new InferenceAppStatus(
                List.of(),
                null,
                null,
                new Percentiles("21.123ms", "18.123ms", "39.123ms", "48.123ms", "71.123ms", "105.123ms"),
                new ObservedLatency(
                        "20.321ms", "18.321ms", "39.321ms", "40.321ms", "71.321ms", "105.321ms", 15.25, "60s"),
                null,
                1L);
    }
}
