package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many nodes, many apps: how soon all are placed, in how much memory, and how soon one more is. */
class ScaleIT extends RunningOperator {
    private static final long MOST_RESIDENT_BYTES = 512L << 20;
    private static final Duration ALL_PLACED = Duration.ofSeconds(60);
    private static final double MOST_P99_MS = 100;
    private static final int MOST_SCRAPE_BYTES = 20_000_000;

    /** What was placed is loaded, and its figures are worked out, if nothing was written for so long. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final Map<String, Long> placedNanos = new ConcurrentHashMap<>();
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private volatile long lastChangeNanos;

    @Test
    void fiftyNodesAndFiveHundredApps() throws Exception {
        // The machines of CI are shared: how long admitting takes is printed here and bounded in the long run.
        run(50, 500, 100);
    }

    @Test
    @Tag("long")
    void fiveHundredNodesAndFiveThousandApps() throws Exception {
        assertThat(run(500, 5000, 1000)).isLessThan(MOST_P99_MS);
    }

    private final class Placed implements ResourceEventHandler<InferenceApp> {
        @Override
        public void onAdd(InferenceApp app) {
            note(app);
        }

        @Override
        public void onUpdate(InferenceApp before, InferenceApp after) {
            note(after);
        }

        private void note(InferenceApp app) {
            lastChangeNanos = System.nanoTime();
            if (app.getStatus() != null && Conditions.isTrue(app.getStatus().conditions(), ConditionType.PLACED)) {
                placedNanos.putIfAbsent(app.getMetadata().getName(), System.nanoTime());
            }
            if (app.getStatus() != null && Conditions.isTrue(app.getStatus().conditions(), ConditionType.READY)) {
                ready.add(app.getMetadata().getName());
            }
        }

        @Override
        public void onDelete(InferenceApp app, boolean finalStateUnknown) {
            placedNanos.remove(app.getMetadata().getName());
        }
    }

    /** All placed and within memory; answers the 99th percentile of the time to admit one more app, in milliseconds. */
    private double run(int nodes, int apps, int more) throws Exception {
        placedNanos.clear();
        ready.clear();
        try (Fleet fleet = new Fleet(client, site.namespace() + "-f", nodes);
                SharedIndexInformer<InferenceApp> watch = client.resources(InferenceApp.class)
                        .inNamespace(site.namespace())
                        .inform(new Placed())) {
            within(180)
                    .until(() -> fleet.seen().stream()
                                    .filter(node -> node.getStatus() != null
                                            && node.getStatus().devices() != null
                                            && Conditions.isTrue(
                                                    node.getStatus().conditions(), ConditionType.READY))
                                    .count()
                            == nodes);

            long started = System.nanoTime();
            create(apps);
            long applied = System.nanoTime();
            within(300).until(() -> placedNanos.size() == apps);
            long last = placedNanos.values().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElseThrow();
            long resident = operator.residentBytes();

            within(300).until(() -> System.nanoTime() - lastChangeNanos > REST.toNanos());
            Map<Double, Double> before = planDurations();
            List<Double> admissions = admitOneByOne(more);
            Map<Double, Double> after = planDurations();
            resident = Math.max(resident, operator.residentBytes());
            double decided = quantile(before, after, 0.99);
            double p50 = admissions.get(admissions.size() / 2);
            double p99 = admissions.get((int) Math.ceil(0.99 * admissions.size()) - 1);
            System.out.printf(
                    Locale.ROOT,
                    "%d nodes, %d apps: applied in %.1f s, all placed %.1f s after the last apply, operator %d MiB; one more"
                            + " of %d: decided p99 <= %.0f ms, from create to status p50 %.0f ms, p99 %.0f ms%n",
                    nodes,
                    apps,
                    (applied - started) / 1e9,
                    Math.max(0, last - applied) / 1e9,
                    resident >> 20,
                    more,
                    decided * 1000,
                    p50,
                    p99);
            assertThat(Duration.ofNanos(Math.max(0, last - applied))).isLessThan(ALL_PLACED);
            assertThat(resident).isLessThan(MOST_RESIDENT_BYTES);
            long asked = System.nanoTime();
            int bytes = operator.get("/metrics").length();
            double seconds = (System.nanoTime() - asked) / 1e9;
            System.out.printf(Locale.ROOT, "a scrape: %.2f s, %.1f MB%n", seconds, bytes / 1e6);
            assertThat(bytes).isLessThan(MOST_SCRAPE_BYTES);
            return p99;
        }
    }

    private void create(int apps) throws InterruptedException {
        try (ExecutorService users = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < apps; i++) {
                InferenceApp app = app("app-" + i);
                users.execute(() -> client.resource(app).create());
            }
        }
    }

    private InferenceApp app(String name) {
        return io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
                """
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: %s, namespace: %s}
                spec: {modelRef: {name: mnv2}, arrivals: {ratePerSecond: 15}, slo: {latency: 80ms}}
                """.formatted(name, site.namespace()), InferenceApp.class);
    }

    /** From create to the status seen by a watch, in milliseconds, sorted. Each comes when the one before is served. */
    private List<Double> admitOneByOne(int more) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            String name = "late-" + i;
            InferenceApp app = app(name);
            long start = System.nanoTime();
            client.resource(app).create();
            while (!placedNanos.containsKey(name)) {
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(60)) {
                    throw new AssertionError(name + " is not placed after 60 s");
                }
                TimeUnit.MILLISECONDS.sleep(1); // between two looks at the condition
            }
            millis.add((placedNanos.get(name) - start) / 1e6);
            within(60).until(() -> ready.contains(name));
        }
        millis.sort(null);
        return millis;
    }

    private static final Pattern BUCKET =
            Pattern.compile("millrace_plan_duration_seconds_bucket\\{.*?le=\"([^\"]+)\".*?\\} ([0-9.E+]+)");

    private Map<Double, Double> planDurations() throws Exception {
        Map<Double, Double> buckets = new java.util.TreeMap<>();
        Matcher bucket = BUCKET.matcher(operator.get("/metrics"));
        while (bucket.find()) {
            double bound =
                    bucket.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bucket.group(1));
            buckets.put(bound, Double.parseDouble(bucket.group(2)));
        }
        return buckets;
    }

    /** Upper bound of the bucket that the quantile of what was added lies in, in seconds. */
    private static double quantile(Map<Double, Double> before, Map<Double, Double> after, double fraction) {
        double total = after.get(Double.POSITIVE_INFINITY) - before.get(Double.POSITIVE_INFINITY);
        return after.entrySet().stream()
                .filter(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0.0) >= fraction * total)
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
