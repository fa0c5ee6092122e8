package dev.millrace.queueing.result;

/** Stationary distribution of an end-to-end response time: pre-processing, device and network, in milliseconds. */
public interface ResponseTime {
    /** Mean in ms. */
    double meanMs();

    /**
     * Quantile in ms.
     *
     * @param p probability, above 0 and below 1
     * @throws IllegalArgumentException for any other, NaN included
     */
    double quantileMs(double p);

    /** Probability that a response takes at most {@code ms}; 0 below it, also for NaN. */
    double cdf(double ms);

    /**
     * A probability that has a quantile.
     *
     * @return {@code p}
     * @throws IllegalArgumentException unless it is above 0 and below 1
     */
    static double probability(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("p must be above 0 and below 1, but was " + p);
        }
        return p;
    }
}
