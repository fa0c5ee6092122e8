package dev.millrace.queueing.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** Figures of one stream from equally long batches of its responses in ms, with 95 % half-widths from their spread. */
final class Figures {
    private static final int BISECTIONS = 60;
    private final List<float[]> batches = new ArrayList<>();
    private long requests;

    /** Adds the ascending response times of one batch. */
    void add(float[] sorted) {
        batches.add(sorted);
        requests += sorted.length;
    }

    long requests() {
        return requests;
    }

    double meanMs() {
        double sum = 0;
        for (float[] batch : batches) {
            sum += mean(batch) * batch.length;
        }
        return sum / requests;
    }

    double meanHalfWidthMs() {
        return halfWidth(Figures::mean);
    }

    /** The least response time that a fraction p of all stays at or below. */
    double quantileMs(double p) {
        double low = 0;
        double high = 0;
        for (float[] batch : batches) {
            high = Math.max(high, batch[batch.length - 1]);
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            long within = 0;
            for (float[] batch : batches) {
                within += count(batch, middle);
            }
            if (within >= p * requests) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    double quantileHalfWidthMs(double p) {
        return halfWidth(batch -> batch[(int) Math.ceil(p * batch.length) - 1]);
    }

    private static double mean(float[] batch) {
        double sum = 0;
        for (float value : batch) {
            sum += value;
        }
        return sum / batch.length;
    }

    /** How many are at most {@code ms}. */
    private static int count(float[] sorted, double ms) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= ms) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double halfWidth(ToDoubleFunction<float[]> figure) {
        SummaryStatistics spread = new SummaryStatistics();
        batches.forEach(batch -> spread.addValue(figure.applyAsDouble(batch)));
        double t = new TDistribution(batches.size() - 1).inverseCumulativeProbability(0.975);
        return t * spread.getStandardDeviation() / Math.sqrt(batches.size());
    }
}
