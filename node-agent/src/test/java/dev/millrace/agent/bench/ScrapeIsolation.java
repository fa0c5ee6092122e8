package dev.millrace.agent.bench;

import dev.millrace.agent.Agent;
import dev.millrace.agent.Endpoints;
import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.metrics.ReplicaMeters;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.plan.Inventories;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.plan.PlanCompiler;
import dev.millrace.agent.serving.AppId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How scrapes touch what is served meanwhile: a real ONNX model on the CPU gets requests at a fixed rate, in turns quiet and
 * while the agent's metrics, of as many apps as a node has, are read every second, and as often as the chart
 * sets it up. The scraper is in the agent's own process.
 */
public final class ScrapeIsolation {
    private static final int WARM_SECONDS = 8;
    private static final int APPS = 50;

    /** The interval of the chart's PodMonitor. */
    private static final int SHIPPED_SECONDS = 15;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private long everyNanos = TimeUnit.SECONDS.toNanos(1);
    private long nextNanos;
    private volatile int bytes;

    private ScrapeIsolation(int metricsPort) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        double rate = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 200;
        String yaml = LoadIsolation.yaml("file:none.onnx", 1, false);
        Inventory inventory = Inventories.of(Manifests.parse(yaml).node().getStatus(), List.of(), null, null, null);
        try (Agent agent =
                BenchAgent.start(inventory, new ModelStore(RunningAgent.MODELS, Path.of("target", "no-cache")))) {
            Endpoints endpoints = agent.listen();
            agent.runtime().apply(new PlanCompiler("n1", inventory).compile(Manifests.parse(yaml)));
            RunningAgent.until(() -> agent.runtime().settled());
            agent.ready(true);
            for (int i = 0; i < APPS; i++) {
                ReplicaMeters meters = agent.metrics().replica(new AppId("site", "camera-" + i), "cpu-0");
                meters.arrived(System.nanoTime());
            }
            try (FixedRateClient load = new FixedRateClient(endpoints.httpPort(), "site.small", rate)) {
                ScrapeIsolation scrapes = new ScrapeIsolation(endpoints.metricsPort());
                load.run(scrapes::scrape, Duration.ofSeconds(WARM_SECONDS));
                System.out.printf(
                        Locale.ROOT,
                        "%.0f requests per second, %d apps, %.1f MB a scrape.%n",
                        rate,
                        APPS,
                        scrapes.bytes / 1e6);
                scrapes.compare(load, 1, Duration.ofSeconds(5), 8);
                scrapes.compare(load, SHIPPED_SECONDS, Duration.ofSeconds(2 * SHIPPED_SECONDS), 4);
            }
        }
    }

    private void compare(FixedRateClient load, int everySeconds, Duration phase, int repetitions) throws Exception {
        everyNanos = TimeUnit.SECONDS.toNanos(everySeconds);
        nextNanos = System.nanoTime();
        List<Double> ratios = new ArrayList<>();
        System.out.printf(
                "%n| repetition | quiet p99 (ms) | p99 with a scrape every %d s (ms) | ratio |%n", everySeconds);
        System.out.println("|---|---|---|---|");
        for (int i = 0; i < repetitions; i++) {
            double quiet = load.run(() -> false, phase).percentileMs(99);
            double scraped = load.run(this::scrape, phase).percentileMs(99);
            ratios.add(scraped / quiet);
            System.out.printf(Locale.ROOT, "| %d | %.2f | %.2f | %.2f |%n", i + 1, quiet, scraped, scraped / quiet);
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%nMedian ratio %.2f, range %.2f to %.2f.%n",
                (ratios.get(repetitions / 2 - 1) + ratios.get(repetitions / 2)) / 2,
                ratios.getFirst(),
                ratios.getLast());
    }

    private boolean scrape() {
        if (System.nanoTime() - nextNanos >= 0) {
            nextNanos = System.nanoTime() + everyNanos;
            client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .thenAccept(answer -> bytes = answer.body().length);
        }
        return true;
    }
}
