package dev.millrace.cli.load;

import dev.millrace.queueing.result.ResponseTime;
import org.HdrHistogram.Histogram;

/** Observed end-to-end times, to 0.1 %. Requests that failed count as never answered: quantiles may be infinite. */
final class ObservedResponse implements ResponseTime {
    private static final double MICROS_PER_MS = 1000;

    private final Histogram micros;
    private final long failures;
    private final double meanMs;

    /** @param meanMs of the answered requests, kept apart because the histogram rounds */
    ObservedResponse(Histogram micros, long failures, double meanMs) {
        this.micros = micros;
        this.failures = failures;
        this.meanMs = meanMs;
    }

    /** Mean of the answered requests. */
    @Override
    public double meanMs() {
        return meanMs;
    }

    @Override
    public double quantileMs(double p) {
        double rank = p * (micros.getTotalCount() + failures);
        if (micros.getTotalCount() == 0 || rank > micros.getTotalCount()) {
            return Double.POSITIVE_INFINITY;
        }
        return micros.getValueAtPercentile(100 * rank / micros.getTotalCount()) / MICROS_PER_MS;
    }

    @Override
    public double cdf(double ms) {
        long all = micros.getTotalCount() + failures;
        long bound = (long) (ms * MICROS_PER_MS);
        return all == 0 ? Double.NaN : micros.getCountBetweenValues(0, bound) / (double) all;
    }
}
