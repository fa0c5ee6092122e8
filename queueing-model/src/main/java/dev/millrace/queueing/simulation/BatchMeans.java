package dev.millrace.queueing.simulation;

import dev.millrace.queueing.result.ResponseSummary;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;

/** Confidence intervals from batches that are taken as independent. */
final class BatchMeans {
    private BatchMeans() {}

    /** Half-widths of the 95 % intervals of every figure; infinite with fewer than two batches. */
    static ResponseSummary halfWidth95(List<ResponseSummary> batches) {
        if (batches.size() < 2) {
            double unknown = Double.POSITIVE_INFINITY;
            return new ResponseSummary(unknown, unknown, unknown, unknown, unknown, unknown);
        }
        double t = new TDistribution(batches.size() - 1).inverseCumulativeProbability(0.975);
        double factor = t / Math.sqrt(batches.size());
        return new ResponseSummary(
                factor * deviation(batches, ResponseSummary::meanMs),
                factor * deviation(batches, ResponseSummary::p50Ms),
                factor * deviation(batches, ResponseSummary::p90Ms),
                factor * deviation(batches, ResponseSummary::p95Ms),
                factor * deviation(batches, ResponseSummary::p99Ms),
                factor * deviation(batches, ResponseSummary::p999Ms));
    }

    private static double deviation(List<ResponseSummary> batches, ToDoubleFunction<ResponseSummary> figure) {
        double mean = batches.stream().mapToDouble(figure).average().orElseThrow();
        double squares = 0;
        for (ResponseSummary batch : batches) {
            double difference = figure.applyAsDouble(batch) - mean;
            squares += difference * difference;
        }
        return Math.sqrt(squares / (batches.size() - 1));
    }
}
