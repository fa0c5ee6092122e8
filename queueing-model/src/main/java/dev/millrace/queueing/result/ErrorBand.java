package dev.millrace.queueing.result;

/**
 * How far off the figures of a method may be: about 95 % of them lay within these relative errors when the method was
 * compared with long independent simulations over systems of its kind, at utilisations 0.2 to 0.9.
 *
 * <p>The error of the method only: rates and service times are taken as right. Figures in between have errors in between
 * (p50 and p90 as the mean or p95, p99.9 some times that of p99 where simulated).
 *
 * @param meanPercent of the mean, in per cent
 * @param p95Percent of the 95th percentile, in per cent
 * @param p99Percent of the 99th percentile, in per cent
 */
public record ErrorBand(double meanPercent, double p95Percent, double p99Percent) {
    /** Nothing is known about the error: a figure from outside this module. */
    public static final ErrorBand UNKNOWN =
            new ErrorBand(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Validates the components. */
    public ErrorBand {
        if (!(meanPercent >= 0 && p95Percent >= 0 && p99Percent >= 0)) {
            throw new IllegalArgumentException("error bands must be at least 0, but were " + meanPercent + ", "
                    + p95Percent + " and " + p99Percent);
        }
    }

    /** The band of a sum or mixture of two figures: each of them may be as far off as the worse one. */
    public ErrorBand or(ErrorBand other) {
        return new ErrorBand(
                Math.max(meanPercent, other.meanPercent),
                Math.max(p95Percent, other.p95Percent),
                Math.max(p99Percent, other.p99Percent));
    }
}
