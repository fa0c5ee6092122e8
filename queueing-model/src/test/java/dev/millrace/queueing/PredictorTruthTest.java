package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.queueing.cases.Comparison;
import dev.millrace.queueing.cases.Comparison.AppError;
import dev.millrace.queueing.cases.PredictionCase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The predictor against long runs of an independent simulator, and against a measured device. Errors in per cent. */
class PredictorTruthTest {
    private static final ResponseTimePredictor PREDICTOR = new QueueingPredictor();

    @ParameterizedTest
    @CsvSource({
        // family, then the limits of mean, p95, p99: average over apps and worst app
        "single, .25, .5, .4, .8, .6, 1.2",
        "edgetpu, .25, .6, .35, .9, .5, 1.5",
        "gpu, .5, 1.6, .9, 2.8, 1.8, 5.0",
        "batch, .4, 1.2, .8, 2.0, 1.2, 3.2",
        "cpu+tandem, .5, 1.5, .7, 2.0, 1.2, 3.2",
        "periodic, .5, 1.6, .7, 2.5, 1.2, 3.5",
        "swapaware, .5, 1.6, .9, 2.8, 1.8, 5.0",
        "replicas, .6, 1.5, 1.0, 2.5, 1.6, 4.0"
    })
    void accurate(
            String family, double mean, double worstMean, double p95, double worstP95, double p99, double worstP99) {
        Set<String> families = Set.of(family.split("\\+"));
        List<PredictionCase> cases = PredictionCase.all("simulated").stream()
                .filter(each -> families.contains(each.family()))
                .toList();
        Comparison comparison = Comparison.of(cases, node -> PREDICTOR.predict(node, Accuracy.ACCURATE));
        String table = comparison.table();
        assertThat(comparison.average(AppError::mean)).as(table).isLessThan(mean);
        assertThat(comparison.worst(AppError::mean)).as(table).isLessThan(worstMean);
        assertThat(comparison.average(AppError::p95)).as(table).isLessThan(p95);
        assertThat(comparison.worst(AppError::p95)).as(table).isLessThan(worstP95);
        assertThat(comparison.average(AppError::p99)).as(table).isLessThan(p99);
        assertThat(comparison.worst(AppError::p99)).as(table).isLessThan(worstP99);
    }

    static List<PredictionCase> cases() {
        return PredictionCase.all("simulated");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fast(PredictionCase each) {
        Comparison comparison = Comparison.of(List.of(each), node -> PREDICTOR.predict(node, Accuracy.FAST));
        assertThat(comparison.worst(AppError::mean)).as(comparison.table()).isLessThan(6);
        assertThat(comparison.worst(AppError::p95)).as(comparison.table()).isLessThan(10);
        // 200 requests lie beyond p99 of a short simulation, in few bursts.
        assertThat(comparison.worst(AppError::p99)).as(comparison.table()).isLessThan(35);
    }

    @Test
    void measuredEdgeTpu() {
        Comparison comparison =
                Comparison.of(PredictionCase.all("measured"), node -> PREDICTOR.predict(node, Accuracy.ACCURATE));
        String table = comparison.table();
        assertThat(comparison.average(AppError::mean)).as(table).isLessThan(3.6);
        assertThat(comparison.average(AppError::p95)).as(table).isLessThan(6.6);
        assertThat(comparison.average(AppError::p99)).as(table).isLessThan(9.5);
    }
}
