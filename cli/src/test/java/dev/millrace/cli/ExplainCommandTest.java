package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
    @Test
    void aRefusedAppIsExplainedDeviceByDevice() {
        Run run = Run.of("explain", "dream", "-f", Run.manifests("small-plan"), "--time=20s", "-o", "json");

        assertThat(run.code()).isZero();
        JsonNode json = run.json();
        assertThat(json.get("placed").asBoolean()).isFalse();
        assertThat(json.at("/reason/code").asText()).isEqualTo("SLOViolated");
        assertThat(json.get("candidates")).hasSize(2);
        for (JsonNode candidate : json.get("candidates")) {
            assertThat(candidate.get("reason").asText()).isEqualTo("SLOViolated");
            assertThat(candidate.get("bound").asDouble()).isEqualTo(30);
            assertThat(candidate.get("predicted").asDouble()).isGreaterThan(60);
        }
        // One request alone takes 60 ms: neither fewer requests nor priority nor another device meets 30 ms.
        assertThat(json.get("remedies")).hasSize(1);
        assertThat(json.at("/remedies/0/kind").asText()).isEqualTo("Slo");
        assertThat(json.at("/remedies/0/latencyMs").asDouble()).isBetween(60.0, 120.0);
    }

    @Test
    void aPlacedAppIsExplainedFromTheAssignments() {
        Run run = Run.of("explain", "site-a/gate", "-f", Run.manifests("one-tpu"));

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("site-a/gate: p95<80ms", "Placed by spec.assignments", "There is no other device.");
    }

    @Test
    void whoWouldBeHarmedIsNamed() {
        // "calm" would be slowed by "flood" only if it were moved onto its device, which is overloaded already.
        Run run = Run.of("explain", "calm", "-f", Run.manifests("overloaded"), "-o", "json");

        JsonNode candidates = run.json().get("candidates");
        assertThat(candidates).anySatisfy(candidate -> {
            assertThat(candidate.get("device").asText()).isEqualTo("gpu-0");
            assertThat(candidate.get("reason").asText()).isEqualTo("DeviceOverloaded");
        });
    }

    @Test
    void anUnknownNameIsBadInput() {
        Run run = Run.of("explain", "nobody", "-f", Run.manifests("one-tpu"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("APP: there is no InferenceApp nobody");
    }

    @Test
    void whatWouldMakeItFitIsNamedAndHolds() {
        Run run = Run.of("explain", "newcomer", "-f", Run.manifests("full"), "--time=20s", "-o", "json");
        Run text = Run.of("explain", "newcomer", "-f", Run.manifests("full"), "--time=20s");

        JsonNode json = run.json();
        assertThat(json.get("placed").asBoolean()).isFalse();
        JsonNode rate = remedy(json, "Rate");
        assertThat(rate.get("ratePerSecond").asDouble()).isBetween(1.0, 8.0);
        JsonNode slo = remedy(json, "Slo");
        assertThat(slo.get("latencyMs").asDouble()).isGreaterThan(90);
        JsonNode priority = remedy(json, "Priority");
        assertThat(priority.get("priority").asInt()).isEqualTo(6);
        assertThat(priority.get("displaced")).hasSize(1);
        assertThat(priority.at("/displaced/0").asText()).isEqualTo("site-a/resident");
        JsonNode device = remedy(json, "Device");
        assertThat(device.get("deviceType").asText()).isEqualTo("jetson-nano");
        assertThat(text.out())
                .contains(
                        "What would make it fit",
                        "requests/s instead of 10",
                        "At priority 6 instead of 0 it could take the place of site-a/resident on nano/gpu-0.",
                        "One more jetson-nano would take it");
    }

    private static JsonNode remedy(JsonNode explanation, String kind) {
        for (JsonNode remedy : explanation.get("remedies")) {
            if (remedy.get("kind").asText().equals(kind)) {
                return remedy;
            }
        }
        throw new AssertionError("no remedy " + kind + " in " + explanation);
    }
}
