package dev.millrace.queueing.cases;

import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseMixture;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

/** Errors of predicted figures against a case's truth, in per cent (absolute values). */
public record Comparison(List<AppError> errors) {
    /** A predicted figure beside the true one, in ms. */
    public record Pair(double predictedMs, double trueMs) {
        /** Absolute error in per cent. */
        public double percent() {
            return 100 * Math.abs(predictedMs / trueMs - 1);
        }
    }

    /** Figures of one app, and the methods that gave them. */
    public record AppError(String caseName, String stream, Pair meanMs, Pair p95Ms, Pair p99Ms, String method) {
        /** Error of the mean in per cent. */
        public double mean() {
            return meanMs.percent();
        }

        /** Error of the 95th percentile in per cent. */
        public double p95() {
            return p95Ms.percent();
        }

        /** Error of the 99th percentile in per cent. */
        public double p99() {
            return p99Ms.percent();
        }

        @Override
        public String toString() {
            return "%-22s %-24s mean %6.2f p95 %6.2f p99 %6.2f  %s"
                    .formatted(caseName, stream, mean(), p95(), p99(), method);
        }
    }

    /** Predicts every node of the cases and compares every app. */
    public static Comparison of(List<PredictionCase> cases, Function<NodeModel, NodePrediction> predictor) {
        List<AppError> errors = new ArrayList<>();
        for (PredictionCase each : cases) {
            List<NodePrediction> predictions =
                    each.nodes().stream().map(predictor).toList();
            for (PredictionCase.Truth truth : each.truths()) {
                errors.add(compare(each, predictions, truth));
            }
        }
        return new Comparison(errors);
    }

    private static AppError compare(PredictionCase each, List<NodePrediction> predictions, PredictionCase.Truth truth) {
        List<ResponseMixture.Part> parts = new ArrayList<>();
        TreeSet<String> methods = new TreeSet<>();
        for (int i = 0; i < predictions.size(); i++) {
            for (Stream stream : each.nodes().get(i).streams()) {
                if (stream.id().equals(truth.stream())) {
                    for (Branch branch : stream.branches()) {
                        BranchResponse found =
                                Objects.requireNonNull(predictions.get(i).branch(stream.id(), branch.device()));
                        methods.add(found.method());
                        parts.add(new ResponseMixture.Part(
                                branch.share(), Objects.requireNonNull(found.response(), found.method())));
                    }
                }
            }
        }
        ResponseTime response = ResponseMixture.of(parts);
        return new AppError(
                each.name(),
                truth.stream(),
                new Pair(response.meanMs(), truth.mean()),
                new Pair(response.quantileMs(0.95), truth.p95()),
                new Pair(response.quantileMs(0.99), truth.p99()),
                String.join("; ", methods));
    }

    /** Mean over the apps of one figure. */
    public double average(Function<AppError, Double> figure) {
        return errors.stream().mapToDouble(figure::apply).average().orElseThrow();
    }

    /** Worst app of one figure. */
    public double worst(Function<AppError, Double> figure) {
        return errors.stream().mapToDouble(figure::apply).max().orElseThrow();
    }

    /** One line per app, then means and worst values. */
    public String table() {
        StringBuilder table = new StringBuilder();
        errors.forEach(error -> table.append(error).append('\n'));
        return table.append("average mean %.3f p95 %.3f p99 %.3f; worst mean %.3f p95 %.3f p99 %.3f%n"
                        .formatted(
                                average(AppError::mean),
                                average(AppError::p95),
                                average(AppError::p99),
                                worst(AppError::mean),
                                worst(AppError::p95),
                                worst(AppError::p99)))
                .toString();
    }
}
