package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short {@code --time} ends with a whole plan and says when it was planned, however little of it reading the cluster
 * leaves for planning. No bound on the clock is asserted: in a test it tells of the machine's other work.
 */
class PlanTimeTest {
    private static final int NODES = 120;
    private static final int APPS = 600;
    private static final int MODELS = 6;
    private static final long TIME_MILLIS = 4000;
    private static final Pattern REPORT = Pattern.compile("planned after (\\d+) ms");

    @TempDir
    Path folder;

    @Test
    void endsWithAWholePlan() throws Exception {
        Files.writeString(folder.resolve("cluster.yaml"), manifests());

        Run run = Run.of(
                "plan", "-f", folder.toString(), "--goal", "MaxApps", "--time", TIME_MILLIS + "ms", "-o", "json", "-v");

        assertThat(run.code()).as(run.err()).isZero();
        Matcher report = REPORT.matcher(run.err());
        assertThat(report.find()).as(run.err()).isTrue();
        JsonNode plan = run.json();
        assertThat(plan.get("placed").asInt() + plan.get("refused").asInt()).isEqualTo(APPS);
        for (JsonNode app : plan.get("apps")) {
            assertThat(app.get("sloMet").asBoolean())
                    .isEqualTo(app.get("placed").asBoolean());
        }
    }

    private static String manifests() {
        StringBuilder yaml = new StringBuilder();
        for (int model = 0; model < MODELS; model++) {
            yaml.append("""
                    ---
                    apiVersion: millrace.dev/v1alpha1
                    kind: InferenceModel
                    metadata: {name: model-%1$d, namespace: site}
                    spec:
                      variants:
                      - {name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:///models/%1$d.tflite"}
                    ---
                    apiVersion: millrace.dev/v1alpha1
                    kind: ModelProfile
                    metadata: {name: model-%1$d.coral-usb}
                    spec:
                      model: model-%1$d
                      deviceType: coral-usb
                      serviceTime:
                      - {batch: 1, mean: %2$dms, cv2: 0.0}
                      switchTime: %3$dms
                      memory: 40Mi
                      onChipMemory: %4$dMi
                      source: {kind: Estimated, reference: "test"}
                    """.formatted(model, 6 + 5 * model, 8 + 4 * model, 1 + model));
        }
        for (int node = 0; node < NODES; node++) {
            yaml.append("""
                    ---
                    apiVersion: millrace.dev/v1alpha1
                    kind: InferenceNode
                    metadata: {name: node-%03d}
                    spec: {}
                    status:
                      cpu: {cores: 4}
                      memory: 4Gi
                      devices:
                      - {name: edgetpu-0, class: EdgeTPU, type: coral-usb, onChipMemory: 6.9Mi, memory: 800Mi, health: Healthy, emulated: true}
                      conditions:
                      - {type: Ready, status: "True", reason: Ok, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}
                    """.formatted(node));
        }
        for (int app = 0; app < APPS; app++) {
            yaml.append(String.format(
                    Locale.ROOT,
                    """
                    ---
                    apiVersion: millrace.dev/v1alpha1
                    kind: InferenceApp
                    metadata: {name: app-%03d, namespace: site, creationTimestamp: "2026-01-01T00:%02d:%02dZ"}
                    spec:
                      modelRef: {name: model-%d}
                      arrivals: {ratePerSecond: %d, process: Poisson}
                      slo: {latency: %dms, objective: %s}
                    """,
                    app,
                    app / 60,
                    app % 60,
                    app % MODELS,
                    2 + app % 7,
                    100 + 40 * (app % 5),
                    app % 2 == 0 ? "mean" : "p95"));
        }
        return yaml.toString();
    }
}
