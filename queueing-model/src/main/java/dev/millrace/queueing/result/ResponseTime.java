package dev.millrace.queueing.result;

/** Stationary distribution of an end-to-end response time: pre-processing, device and network, in milliseconds. */
public interface ResponseTime {
    /** Mean in ms. */
    double meanMs();

    /**
     * Quantile in ms.
     *
     * @param p probability, above 0 and below 1
     */
    double quantileMs(double p);

    /** Probability that a response takes at most {@code ms}. */
    double cdf(double ms);
}
