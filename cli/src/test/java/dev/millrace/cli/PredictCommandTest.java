package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictCommandTest {
    private static final String ONE_TPU = Run.manifests("one-tpu");
    private static final String OVERLOADED = Run.manifests("overloaded");

    @Test
    void printsTheFixedShapeAndTheKnownValues() throws Exception {
        // Two Poisson streams of one copy are M/D/1 with D = 10 ms at load 0.5: mean and percentiles in closed form.
        Run run = Run.of("predict", "-f", ONE_TPU, "-o", "json");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        GoldenJson.assertMatches("one-tpu-predict.json", run.json());
    }

    @Test
    void theAnswerIsTheSameTextEveryTime() {
        assertThat(Run.of("predict", "-f", ONE_TPU, "-o", "json"))
                .isEqualTo(Run.of("predict", "-f", ONE_TPU, "-o", "json"));
    }

    @Test
    void yamlHasTheSameContent() {
        Run run = Run.of("predict", "-f", ONE_TPU, "-o", "yaml");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("algorithm: null\napps:\n").contains("p99.9: ", "refused: 1");
    }

    @Test
    void overloadedStationsAreUnstableAndTheirAppsHaveNoResponse() {
        Run run = Run.of("predict", "-f", OVERLOADED, "-o", "json");

        assertThat(run.app("flood").get("placed").asBoolean()).isTrue();
        assertThat(run.app("flood").get("sloMet").asBoolean()).isFalse();
        assertThat(run.app("flood").get("responseMs").isNull()).isTrue();
        assertThat(run.app("flood").at("/replicas/0/responseMs").isNull()).isTrue();
        assertThat(run.app("decode").get("responseMs").isNull()).isTrue();
        assertThat(run.app("calm").get("responseMs").isObject()).isTrue();
        assertThat(stations(run))
                .containsExactly("loner/cpu false", "loner/gpu-0 true", "nano/gpu-0 false", "nano/gpu-1 true");
    }

    /** Node, device and stability, in the order printed. */
    private static List<String> stations(Run run) {
        List<String> stations = new ArrayList<>();
        for (JsonNode device : run.json().get("devices")) {
            stations.add(device.get("node").asText() + "/"
                    + device.get("device").asText() + " " + device.get("stable").asBoolean());
        }
        return stations;
    }

    @Test
    void aNamespaceLimitsWhatIsShownNotWhatIsReckoned() {
        Run all = Run.of("predict", "-f", OVERLOADED, "-o", "json");
        Run one = Run.of("predict", "-f", OVERLOADED, "-n", "site-b", "-o", "json");

        assertThat(one.json().get("apps")).hasSize(1);
        assertThat(one.app("decode")).isEqualTo(all.app("decode"));
        assertThat(Run.of("-n", "site-b", "-o", "json", "predict", "-f", OVERLOADED))
                .as("global options before the command")
                .isEqualTo(one);
    }

    @Test
    void strictTurnsAMissedSloIntoExitCodeOne() {
        assertThat(Run.of("predict", "-f", ONE_TPU).code()).isZero();
        assertThat(Run.of("predict", "-f", ONE_TPU, "--strict").code()).isEqualTo(1);
        assertThat(Run.of("predict", "-f", ONE_TPU, "--strict", "-n", "elsewhere")
                        .code())
                .isZero();
    }

    @Test
    void tablesNameEveryAppDeviceAndTheReasonOfTheUnplaced() {
        Run table = Run.of("predict", "-f", ONE_TPU);
        Run wide = Run.of("predict", "-f", ONE_TPU, "-o", "wide");

        assertThat(table.out())
                .contains("PREDICTED", "p95<80ms", "NotAssigned", "2 of 3 apps placed, 1 meet their SLO.");
        assertThat(wide.out()).contains("P99.9", "VARIANT", "edgetpu");
    }

    @Test
    void readsStandardInput() throws Exception {
        String manifests = Files.readString(Path.of(ONE_TPU, "all.yaml"));

        assertThat(Run.withInput(manifests, "predict", "-f", "-", "-o", "json"))
                .isEqualTo(Run.of("predict", "-f", ONE_TPU, "-o", "json"));
    }

    @Test
    void anAssignmentWithoutProfileIsBadInput() {
        String profileless = """
                apiVersion: millrace.dev/v1alpha1
                kind: ModelProfile
                metadata: {name: small.coral-usb}
                spec: {model: other, deviceType: coral-usb, serviceTime: [{batch: 1, mean: 10ms}], memory: 10Mi, source: {kind: Estimated, reference: test}}
                """;

        Run run = Run.withInput(profileless, "predict", "-f", ONE_TPU, "-f", "-");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("InferenceNode pi: spec.assignments[site-a/gate on edgetpu-0]", "ModelProfile", "coral-usb");
    }

    @Test
    void explainsWhatAMeanIsMadeOf() {
        Run run = Run.of("predict", "-f", ONE_TPU, "--explain", "-o", "json");

        assertThat(run.code()).isZero();
        JsonNode whole = run.json();
        for (JsonNode app : whole.get("apps")) {
            JsonNode explain = app.get("explain");
            if (!app.get("placed").asBoolean()) {
                assertThat(explain).isEmpty();
                continue;
            }
            assertThat(explain).hasSize(1);
            double sum = 0;
            for (JsonNode part : explain.get(0).get("meanMs")) {
                sum += part.asDouble();
            }
            assertThat(sum).isCloseTo(app.at("/responseMs/mean").asDouble(), within(0.001));
            assertThat(explain.get(0).get("method").asText()).contains("exact");
            assertThat(explain.at("/0/errorPercent/p95").asDouble()).isBetween(0.1, 1.0);
            JsonNode effects = explain.get(0).get("p95MsPerTenPercent");
            assertThat(effects).hasSize(2);
            assertThat(effects.get(0).get("app").asText())
                    .isEqualTo(app.get("namespace").asText() + "/"
                            + app.get("name").asText());
            effects.forEach(effect -> assertThat(effect.get("ms").asDouble()).isPositive());
        }
        // Nothing else changes.
        for (JsonNode app : whole.get("apps")) {
            ((ObjectNode) app).remove("explain");
        }
        assertThat(whole)
                .isEqualTo(Run.of("predict", "-f", ONE_TPU, "-o", "json").json());
    }

    @Test
    void explainsInTables() {
        Run run = Run.of("predict", "-f", OVERLOADED, "--explain");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("WAITING", "SWITCHING", "+10% REQUESTS OF", "itself");
        assertThat(run.out().lines().filter(line -> line.contains("flood") && line.contains("itself")))
                .as("overloaded apps have nothing to explain")
                .isEmpty();
    }
}
