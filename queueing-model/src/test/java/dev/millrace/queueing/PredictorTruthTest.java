package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.queueing.cases.Comparison;
import dev.millrace.queueing.cases.PredictionCase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PredictorTruthTest {
    static List<PredictionCase> cases() {
        return PredictionCase.all("simulated");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void accurate(PredictionCase each) {
        Comparison comparison =
                Comparison.of(List.of(each), node -> new QueueingPredictor().predict(node, Accuracy.ACCURATE));
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

    @ParameterizedTest
    @MethodSource("cases")
    void fast(PredictionCase each) {
        Comparison comparison =
                Comparison.of(List.of(each), node -> new QueueingPredictor().predict(node, Accuracy.FAST));
    }
}
