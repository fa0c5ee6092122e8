package dev.millrace.cli.load;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Mean of correlated observations with a confidence interval by the method of batch means: the run is cut into intervals
 * of equal length, long against the correlation of response times, so that their means are nearly independent. Counts
 * differ between intervals, so the mean is the ratio of two batch averages and its variance the ratio estimator's
 * (Law, Simulation Modeling and Analysis, section 9.5.3).
 */
final class BatchMeans {
    /** Intervals a run is cut into. */
    static final int BATCHES = 20;

    private static final double CONFIDENCE = 0.95;

    private final double[] sums = new double[BATCHES];
    private final long[] counts = new long[BATCHES];

    /** @param position of the observation in the run, in [0, 1) */
    void add(double position, double value) {
        int batch = Math.clamp((int) (position * BATCHES), 0, BATCHES - 1);
        sums[batch] += value;
        counts[batch]++;
    }

    long count() {
        long count = 0;
        for (long batch : counts) {
            count += batch;
        }
        return count;
    }

    /** NaN without observations. */
    double mean() {
        double sum = 0;
        for (double batch : sums) {
            sum += batch;
        }
        return sum / count();
    }

    /** Half width of the 95 % confidence interval of the mean; NaN with fewer than two observations. */
    double halfWidth() {
        long count = count();
        if (count < 2) {
            return Double.NaN;
        }
        double mean = mean();
        double squares = 0;
        for (int i = 0; i < BATCHES; i++) {
            double residual = sums[i] - mean * counts[i];
            squares += residual * residual;
        }
        double perBatch = (double) count / BATCHES;
        double deviation = Math.sqrt(squares / (BATCHES - 1) / BATCHES) / perBatch;
        return new TDistribution(BATCHES - 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2) * deviation;
    }
}
