package dev.millrace.queueing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.queueing.cases.PredictionCase;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator against long runs of an independent one: within its own confidence. */
class SimulatorTruthTest {
    private static final SimulationOptions OPTIONS = SimulationOptions.of(200_000, 7);

    static List<PredictionCase> cases() {
        return PredictionCase.all("simulated").stream()
                .filter(each -> each.nodes().size() == 1)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithAnIndependentSimulator(PredictionCase each) {
        SimulationResult result = NodeSimulator.simulate(each.nodes().getFirst(), OPTIONS);
        for (PredictionCase.Truth truth : each.truths()) {
            SimulatedBranch branch = result.branches().stream()
                    .filter(candidate -> candidate.stream().equals(truth.stream()))
                    .findFirst()
                    .orElseThrow();
            verify(branch.summary().meanMs(), truth.mean(), branch.halfWidth95().meanMs(), branch);
            verify(branch.summary().p50Ms(), truth.p50(), branch.halfWidth95().p50Ms(), branch);
            verify(branch.summary().p90Ms(), truth.p90(), branch.halfWidth95().p90Ms(), branch);
            verify(branch.summary().p95Ms(), truth.p95(), branch.halfWidth95().p95Ms(), branch);
            verify(branch.summary().p99Ms(), truth.p99(), branch.halfWidth95().p99Ms(), branch);
        }
    }

    /** Two and a half half-widths (five standard errors) and 0.3 % for figures with next to no spread. */
    private static void verify(double seen, double truth, double halfWidth, SimulatedBranch branch) {
        Offset<Double> slack = within(2.5 * halfWidth + 0.003 * truth);
        assertThat(seen).as("%s", branch).isCloseTo(truth, slack);
    }
}
