package dev.millrace.agent.bench;

import dev.millrace.agent.Agent;
import dev.millrace.agent.Endpoints;
import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.model.AddressRules;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.model.Secrets;
import dev.millrace.agent.model.StoreSettings;
import dev.millrace.agent.plan.Inventories;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.plan.PlanCompiler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a load of 200 MB touches what is served meanwhile: a real ONNX model on the CPU gets requests at a fixed rate, in
 * turns quiet and while the large model is fetched over HTTP, written, verified, loaded and warmed up. The web server is a
 * process of its own at the lowest priority, as it would be another machine.
 */
public final class LoadIsolation {
    private static final int REPETITIONS = 10;
    private static final int WARM_SECONDS = 6;
    private static final Duration PHASE = Duration.ofSeconds(4);
    private static final Pattern PORT = Pattern.compile("port ([0-9]+)");

    private static final String OBJECTS = """
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceModel
            metadata: {name: small, namespace: site}
            spec:
              variants: [{name: cpu, deviceClass: CPU, format: onnx, uri: "file:ch_ppocr_mobile_v2.0_cls_infer.onnx"}]
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceModel
            metadata: {name: big, namespace: site}
            spec:
              variants: [{name: cpu, deviceClass: CPU, format: onnx, uri: "%s"}]
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: small, namespace: site}
            spec: {modelRef: {name: small}, arrivals: {ratePerSecond: 1000}, slo: {latency: 1s}}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceApp
            metadata: {name: big, namespace: site}
            spec: {modelRef: {name: big}, arrivals: {ratePerSecond: 1}, slo: {latency: 1s}}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: InferenceNode
            metadata: {name: n1}
            spec:
              planEpoch: %d
              assignments: [%s]
            status:
              cpu: {cores: 2}
              memory: 4Gi
              devices: [{name: cpu-0, class: CPU, type: x86-64, health: Healthy, emulated: false}]
            """;

    private LoadIsolation() {}

    public static void main(String[] arguments) throws Exception {
        double rate = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 200;
        Path folder = Files.createTempDirectory("load-isolation-");
        BigModel.write(folder.resolve("big.onnx"));
        Process web = new ProcessBuilder(
                        "nice", "-n", "19", "python3", "-u", "-m", "http.server", "--bind", "127.0.0.1", "0")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String url = "http://127.0.0.1:" + port(web) + "/big.onnx";
            measure(folder, url, rate);
        } finally {
            web.destroy();
            web.waitFor();
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String port(Process web) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(web.getInputStream(), StandardCharsets.UTF_8));
        Matcher matcher = PORT.matcher(String.valueOf(out.readLine()));
        if (!matcher.find()) {
            throw new IOException("the web server does not start");
        }
        return matcher.group(1);
    }

    private static void measure(Path folder, String url, double rate) throws Exception {
        Inventory inventory =
                Inventories.of(Manifests.parse(yaml(url, 1, false)).node().getStatus(), List.of(), null, null, null);
        ModelStore store = new ModelStore(new StoreSettings(
                RunningAgent.MODELS,
                folder.resolve("cache"),
                1L << 30,
                new AddressRules(List.of(), true, Set.of()),
                Secrets.NONE,
                null,
                null));
        PlanCompiler compiler = new PlanCompiler("n1", inventory);
        try (Agent agent = BenchAgent.start(inventory, store)) {
            Endpoints endpoints = agent.listen();
            agent.runtime().apply(compiler.compile(Manifests.parse(yaml(url, 1, false))));
            RunningAgent.until(() -> agent.runtime().settled());
            agent.ready(true);
            try (FixedRateClient client = new FixedRateClient(endpoints.httpPort(), "site.small", rate)) {
                client.run(() -> false, Duration.ofSeconds(WARM_SECONDS));
                List<Double> ratios = new ArrayList<>();
                int epoch = 2;
                System.out.println("| repetition | quiet p99 (ms) | p99 while loading (ms) | ratio | loads ended |");
                System.out.println("|---|---|---|---|---|");
                for (int i = 0; i < REPETITIONS; i++) {
                    double quiet = client.run(() -> false, PHASE).percentileMs(99);
                    Loads loads = new Loads(agent, compiler, url, folder, epoch);
                    double loading = client.run(loads::step, PHASE).percentileMs(99);
                    epoch = loads.finish();
                    ratios.add(loading / quiet);
                    System.out.printf(
                            Locale.ROOT,
                            "| %d | %.2f | %.2f | %.2f | %.1f |%n",
                            i + 1,
                            quiet,
                            loading,
                            loading / quiet,
                            loads.count());
                }
                ratios.sort(null);
                System.out.printf(
                        Locale.ROOT,
                        "%nMedian ratio %.2f, range %.2f to %.2f; %.0f requests per second, %d s a phase.%n",
                        (ratios.get(REPETITIONS / 2 - 1) + ratios.get(REPETITIONS / 2)) / 2,
                        ratios.getFirst(),
                        ratios.getLast(),
                        rate,
                        PHASE.toSeconds());
            }
        }
    }

    static String yaml(String url, long epoch, boolean big) {
        String small = Manifests.assignment("small", "cpu-0", "cpu", 1);
        return OBJECTS.formatted(
                url, epoch, big ? small + ", " + Manifests.assignment("big", "cpu-0", "cpu", 1) : small);
    }

    /** Loads the large model again and again: each time it is ready it is dropped, with its file in the cache. */
    private static final class Loads {
        private final Agent agent;
        private final PlanCompiler compiler;
        private final String url;
        private final Path cache;
        private int epoch;
        private int done;
        private boolean loading;

        Loads(Agent agent, PlanCompiler compiler, String url, Path folder, int epoch) {
            this.agent = agent;
            this.compiler = compiler;
            this.url = url;
            this.cache = folder.resolve("cache");
            this.epoch = epoch;
        }

        /** One more step where the last one is over. */
        boolean step() {
            if (!agent.runtime().settled()) {
                return true;
            }
            if (loading) {
                if (agent.runtime().loaded().size() != 2) {
                    throw new IllegalStateException(
                            "the large model does not load: " + agent.runtime().states());
                }
                done++;
            }
            loading = !loading;
            forget();
            agent.runtime().apply(compiler.compile(Manifests.parse(yaml(url, epoch++, loading))));
            return true;
        }

        private void forget() {
            try (var files = Files.list(cache)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                // Nothing has been fetched yet.
                return;
            }
        }

        double count() {
            return done;
        }

        int finish() {
            RunningAgent.until(() -> agent.runtime().settled());
            agent.runtime().apply(compiler.compile(Manifests.parse(yaml(url, epoch++, false))));
            RunningAgent.until(() -> agent.runtime().settled());
            forget();
            return epoch;
        }
    }
}
