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
 * while the agent's metrics, of as many apps as a node has, are read every second. The scraper is in the agent's own process.
 */
public final class ScrapeIsolation {
    private static final int REPETITIONS = 8;
    private static final int WARM_SECONDS = 8;
    private static final int APPS = 50;
    private static final Duration PHASE = Duration.ofSeconds(5);
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
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
                new ScrapeIsolation(endpoints.metricsPort()).compare(load, rate);
            }
        }
    }

    private void compare(FixedRateClient load, double rate) throws Exception {
        load.run(this::scrape, Duration.ofSeconds(WARM_SECONDS));
        List<Double> ratios = new ArrayList<>();
        System.out.println("| repetition | quiet p99 (ms) | p99 with a scrape a second (ms) | ratio |");
        System.out.println("|---|---|---|---|");
        for (int i = 0; i < REPETITIONS; i++) {
            double quiet = load.run(() -> false, PHASE).percentileMs(99);
            double scraped = load.run(this::scrape, PHASE).percentileMs(99);
            ratios.add(scraped / quiet);
            System.out.printf(Locale.ROOT, "| %d | %.2f | %.2f | %.2f |%n", i + 1, quiet, scraped, scraped / quiet);
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%nMedian ratio %.2f, range %.2f to %.2f; %.0f requests per second, %d apps, %.1f MB a scrape.%n",
                (ratios.get(REPETITIONS / 2 - 1) + ratios.get(REPETITIONS / 2)) / 2,
                ratios.getFirst(),
                ratios.getLast(),
                rate,
                APPS,
                bytes / 1e6);
    }

    private boolean scrape() {
        if (System.nanoTime() - nextNanos >= 0) {
            nextNanos = System.nanoTime() + EVERY_NANOS;
            client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .thenAccept(answer -> bytes = answer.body().length);
        }
        return true;
    }
}
