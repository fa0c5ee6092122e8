package dev.millrace.queueing;

import dev.millrace.queueing.result.ResponseTime;

/** A closed-form mean with the distribution of another method. */
record KnownMean(double meanMs, ResponseTime distribution) implements ResponseTime {
    @Override
    public double quantileMs(double p) {
        return distribution.quantileMs(p);
    }

    @Override
    public double cdf(double ms) {
        return distribution.cdf(ms);
    }
}
