package dev.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus on a real run: metrics, rules, dashboards. */
@ExtendWith(DemoExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservedRunIT {
    private static final String TEXT = "text/plain";
    /** What a scraper adds. */
    private static final Set<String> ADDED =
            Set.of("__name__", "job", "instance", "pod", "container", "le", "quantile");

    @TempDir
    Path folder;

    @Test
    @Order(1)
    void everyTargetIsUp(RunningDemo demo) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(demo.prometheus().targets())
                    .hasSize(4)
                    .allSatisfy(target -> assertThat(target.path("health").asText())
                            .as(target.toString())
                            .isEqualTo("up"));
        });
    }

    @Test
    @Order(2)
    void everyMetricOfTheContractIsThereWithItsTypeAndLabels(RunningDemo demo) throws Exception {
        Map<String, String> types = new HashMap<>();
        for (String page : pages(demo)) {
            page.lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> {
                String[] words = line.split(" ");
                types.put(words[2], words[3]);
            });
        }
        for (Metric metric : Metric.CONTRACT) {
            assertThat(types).containsEntry(metric.name(), metric.type());
            String series = metric.type().equals("histogram") ? metric.name() + "_bucket" : metric.name();
            await().atMost(Duration.ofSeconds(150))
                    .untilAsserted(() ->
                            assertThat(labels(demo, series)).as(metric.name()).isEqualTo(metric.labels()));
        }
    }

    /** Namespace is the app's, not the scraped Pod's: that is what honorLabels is for. */
    private static Set<String> labels(RunningDemo demo, String series) throws Exception {
        JsonNode result = demo.prometheus().query(series);
        Set<String> labels = new HashSet<>();
        for (JsonNode one : result) {
            one.path("metric").fieldNames().forEachRemaining(labels::add);
            if (one.at("/metric/app").isTextual()) {
                assertThat(one.at("/metric/namespace").asText()).isIn("quay", "yard");
            } else {
                labels.remove("namespace");
            }
        }
        labels.removeAll(ADDED);
        return labels;
    }

    @Test
    @Order(3)
    void promtoolFindsNothingWrong(RunningDemo demo) throws Exception {
        for (String page : pages(demo)) {
            Path file = Files.writeString(folder.resolve("metrics"), page);
            Programs.Outcome outcome = Programs.run(List.of("promtool", "check", "metrics"), file);
            assertThat(outcome.output()).isEmpty();
            assertThat(outcome.code()).isZero();
        }
    }

    private static List<String> pages(RunningDemo demo) throws Exception {
        List<String> pages = new ArrayList<>();
        pages.add(demo.fetch("http://" + demo.operator() + "/metrics", TEXT));
        for (String agent : demo.agents()) {
            pages.add(demo.fetch("http://" + agent + "/metrics", TEXT));
        }
        return pages;
    }

    @Test
    @Order(4)
    void theControllersAndTheProcessesAreMeasuredToo(RunningDemo demo) throws Exception {
        assertThat(demo.prometheus().query("jvm_memory_used_bytes{job=\"millrace-operator\"}"))
                .isNotEmpty();
        assertThat(demo.prometheus().query("count by (instance) (jvm_memory_used_bytes{job=\"millrace-agent\"})"))
                .hasSize(3);
        assertThat(demo.prometheus().query("{__name__=~\"operator_sdk_.*|.*reconciliations.*\"}"))
                .isNotEmpty();
    }

    @Test
    @Order(5)
    void everyRecordingRuleReturnsData(RunningDemo demo) throws Exception {
        for (JsonNode rule : demo.prometheus().rules()) {
            assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
            if (rule.path("type").asText().equals("recording")) {
                String name = rule.path("name").asText();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(demo.prometheus().query(name))
                                .as(name)
                                .isNotEmpty());
            }
        }
    }

    @Test
    @Order(6)
    void everyQueryOfTheDashboardsReturnsData(RunningDemo demo) throws Exception {
        Map<String, String> choices = new TreeMap<>(Map.of(
                "$namespace", "quay",
                "$app", "gate-in",
                "$node", "quay-pi",
                "$device", device(demo),
                "$job", "millrace-operator",
                "$__rate_interval", "30s"));
        try (Stream<Path> files = Files.list(Repository.MONITORING.resolve("dashboards"))) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode panel : new ObjectMapper().readTree(file.toFile()).path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        String expr = target.path("expr").asText();
                        for (Map.Entry<String, String> choice : choices.entrySet()) {
                            expr = expr.replace(choice.getKey(), choice.getValue());
                        }
                        String query = expr;
                        await().atMost(Duration.ofSeconds(30))
                                .untilAsserted(
                                        () -> assertThat(demo.prometheus().query(query))
                                                .as(file.getFileName() + ": " + query)
                                                .isNotEmpty());
                    }
                }
            }
        }
    }

    /**
     * Nothing else is about to fire either, once the first minute is over: agents that have just started answer later than
     * predicted, for longer than the waits of the hastened rules.
     */
    @Test
    @Tag("long")
    @Order(7)
    void onlyTheRefusedAppIsTold(RunningDemo demo) throws Exception {
        await().atMost(Duration.ofSeconds(180))
                .untilAsserted(() -> assertThat(quayAndCluster(demo.prometheus().pendingOrFiring()))
                        .containsExactly("MillraceAppsRefused"));
        assertThat(demo.prometheus().firing()).contains("MillraceAppsRefused /");
    }

    /**
     * The profile says many times what the model takes: the predicted time is far above the observed one. The objective is
     * widened with it, or the app would rightly lose its place instead.
     */
    @Test
    @Tag("long")
    @Order(8)
    void aWrongProfileIsTold(RunningDemo demo) throws Exception {
        demo.kubectl()
                .run(
                        "patch",
                        "iapp",
                        "label-angle",
                        "-n",
                        "yard",
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"slo\":{\"latency\":\"2s\"}}}");
        demo.kubectl()
                .run(
                        "patch",
                        "modelprofile",
                        "text-angle.x86-64",
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"serviceTime\":[{\"batch\":1,\"mean\":\"100ms\",\"cv2\":0.25}]}}");

        await().atMost(Duration.ofSeconds(150)).untilAsserted(() -> {
            assertThat(demo.prometheus()
                            .query("millrace_prediction_error_ratio{app=\"label-angle\",stat=\"mean\"} > 0.3"))
                    .isNotEmpty();
            assertThat(demo.prometheus().firing()).contains("MillracePredictionOutsideBand yard/label-angle");
        });
        assertThat(quayAndCluster(demo.prometheus().firing())).containsExactly("MillraceAppsRefused");
    }

    /** An agent that is stopped for most of the time answers late. */
    @Test
    @Tag("long")
    @Order(9)
    void anSloBurnIsTold(RunningDemo demo) throws Exception {
        Set<String> before = new HashSet<>(demo.prometheus().firing());
        long agent = demo.agent("quay-pi").pid();
        Set<String> told = new HashSet<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        try {
            while (System.nanoTime() < deadline && !told.contains("MillraceSLOFastBurn quay/gate-in")) {
                signal("STOP", agent);
                // Shorter than what would make the agent a lost one.
                TimeUnit.MILLISECONDS.sleep(2500);
                signal("CONT", agent);
                TimeUnit.MILLISECONDS.sleep(300);
                told.addAll(demo.prometheus().firing());
            }
        } finally {
            signal("CONT", agent);
        }

        told.removeAll(before);
        assertThat(told)
                .contains("MillraceSLOFastBurn quay/gate-in")
                .allSatisfy(alert -> assertThat(alert)
                        .containsPattern("^(MillraceSLO(Fast|Slow)Burn|MillraceMeanObjectiveMissed|"
                                + "MillracePredictionOutsideBand) (quay|yard)/"));
        if (!othersUseTheCores()) {
            assertThat(told.stream().filter(alert -> alert.contains("Burn")))
                    .allMatch(alert -> alert.contains(" quay/"));
        }
    }

    /** The alerts but those about the yard's apps: these run on the real cores of this machine, which others use too. */
    private static Set<String> quayAndCluster(List<String> alerts) {
        Set<String> others = new HashSet<>();
        alerts.stream()
                .filter(alert -> !alert.contains(" yard/"))
                .map(alert -> alert.replaceAll(" /$", ""))
                .forEach(others::add);
        return others;
    }

    /** Then the yard's apps, which run on the real cores, may be late in earnest. The demo alone is far below that. */
    private static boolean othersUseTheCores() {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        return machine.getSystemLoadAverage() > 3 * machine.getAvailableProcessors();
    }

    private static void signal(String name, long process) throws Exception {
        assertThat(Programs.run(List.of("kill", "-" + name, Long.toString(process)))
                        .code())
                .isZero();
    }

    /** An EdgeTPU that serves the app which the dashboard shows. */
    private static String device(RunningDemo demo) throws Exception {
        return demo.prometheus()
                .query("millrace_requests_total{app=\"gate-in\",node=\"quay-pi\",code=\"200\"} > 0")
                .at("/0/metric/device")
                .asText();
    }
}
