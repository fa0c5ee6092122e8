package dev.millrace.queueing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.queueing.cases.Comparison;
import dev.millrace.queueing.cases.PredictionCase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorTruthTest {
    private static final SimulationOptions OPTIONS = SimulationOptions.of(1_000_000, 7);

    static List<PredictionCase> cases() {
        return PredictionCase.all("simulated");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithAnIndependentSimulator(PredictionCase each) {
        Comparison comparison = Comparison.of(
                List.of(each), node -> NodeSimulator.simulate(node, OPTIONS).prediction());
        assertThat(comparison.worst(Comparison.AppError::mean))
                .as(comparison.table())
                .isLessThan(1.0);
        assertThat(comparison.worst(Comparison.AppError::p95))
                .as(comparison.table())
                .isLessThan(2.0);
        assertThat(comparison.worst(Comparison.AppError::p99))
                .as(comparison.table())
                .isLessThan(3.5);
    }
}
