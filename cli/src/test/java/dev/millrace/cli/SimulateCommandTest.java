package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class SimulateCommandTest {
    private static final String ONE_TPU = Run.manifests("one-tpu");

    @Test
    void hasTheShapeOfPredictAndItsMeans() {
        Run simulated = Run.of("simulate", "-f", ONE_TPU, "--requests", "100000", "-o", "json");
        Run predicted = Run.of("predict", "-f", ONE_TPU, "-o", "json");

        assertThat(simulated.code()).isZero();
        assertThat(simulated.json().fieldNames())
                .toIterable()
                .containsExactlyElementsOf(() -> predicted.json().fieldNames());
        for (String app : new String[] {"gate", "dock"}) {
            assertThat(simulated.app(app).at("/responseMs/mean").asDouble())
                    .isCloseTo(predicted.app(app).at("/responseMs/mean").asDouble(), withinPercentage(2.0));
        }
    }

    @Test
    void equalSeedsGiveEqualTextAndOthersDoNot() {
        Run first = Run.of("simulate", "-f", ONE_TPU, "--requests", "5000", "--seed", "3", "-o", "json");

        assertThat(Run.of("simulate", "-f", ONE_TPU, "--requests", "5000", "--seed", "3", "-o", "json"))
                .isEqualTo(first);
        assertThat(Run.of("simulate", "-f", ONE_TPU, "--requests", "5000", "--seed", "4", "-o", "json"))
                .isNotEqualTo(first);
    }

    @Test
    void tablesShowHalfWidths() {
        assertThat(Run.of("simulate", "-f", ONE_TPU, "--requests", "5000").out())
                .contains("SIMULATED", "ms ±");
    }

    @Test
    void anOverloadedStationIsSaidToBeOneInsteadOfBeingSimulated() {
        Run run = Run.of("simulate", "-f", Run.manifests("overloaded"), "--requests", "5000", "-o", "json");

        assertThat(run.app("flood").get("responseMs").isNull()).isTrue();
        assertThat(run.app("calm").get("responseMs").isObject()).isTrue();
    }

    @Test
    void refusesNonsense() {
        Run run = Run.of("simulate", "-f", ONE_TPU, "--requests", "0");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--requests: 0: must be at least 1");
    }
}
