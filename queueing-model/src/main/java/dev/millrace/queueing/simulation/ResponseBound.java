package dev.millrace.queueing.simulation;

/**
 * What the responses of one flow have to keep.
 *
 * @param probability of the quantile that is bounded, in (0, 1); NaN: the mean is
 * @param ms the bound, network latency included
 */
public record ResponseBound(double probability, double ms) {
    /** A bound on the mean. */
    public static ResponseBound onMean(double ms) {
        return new ResponseBound(Double.NaN, ms);
    }

    boolean isOnMean() {
        return Double.isNaN(probability);
    }
}
