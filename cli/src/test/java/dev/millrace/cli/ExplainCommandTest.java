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
}
