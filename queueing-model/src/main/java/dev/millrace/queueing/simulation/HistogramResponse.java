package dev.millrace.queueing.simulation;

import dev.millrace.queueing.result.ResponseTime;

/** Distribution of the simulated responses of one branch; the mean is that of the values, not of the bins. */
record HistogramResponse(double meanMs, LogHistogram histogram) implements ResponseTime {
    @Override
    public double quantileMs(double p) {
        return histogram.quantile(ResponseTime.probability(p));
    }

    @Override
    public double cdf(double ms) {
        return histogram.cdf(ms);
    }
}
