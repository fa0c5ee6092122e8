package dev.millrace.queueing.transform;

import dev.millrace.queueing.result.ResponseTime;
import java.util.function.DoubleUnaryOperator;

/**
 * Quantiles of a distribution function by regula falsi (Illinois) on the logarithm of the tail, which is nearly a
 * straight line for response times; every fifth step bisects, so that steps of the function do no harm.
 */
public final class QuantileSearch {
    private static final double PROBABILITY_TOLERANCE = 5e-7;
    private static final double RELATIVE_TOLERANCE = 1e-9;
    private static final int MAX_STEPS = 100;

    private QuantileSearch() {}

    /**
     * Least t with F(t) at least p.
     *
     * @param cdf distribution function
     * @param p above 0 and below 1
     * @param least the distribution's lower end
     * @param mean its mean, above or equal to {@code least}
     * @throws IllegalArgumentException for any other p
     */
    public static double quantile(DoubleUnaryOperator cdf, double p, double least, double mean) {
        double wanted = Math.log1p(-ResponseTime.probability(p));
        double low = least;
        double fLow = gap(cdf, low, wanted);
        if (fLow <= 0) {
            return low;
        }
        double step = Math.max(mean - least, 1e-6 * Math.max(mean, 1e-9));
        double high = least + step * Math.max(1, -wanted);
        double fHigh = gap(cdf, high, wanted);
        for (int i = 0; i < MAX_STEPS && fHigh > 0; i++) {
            low = high;
            fLow = fHigh;
            high = least + 2 * (high - least);
            fHigh = gap(cdf, high, wanted);
        }
        double tolerance = PROBABILITY_TOLERANCE * Math.min(1, 50 * (1 - p)) / (1 - p);
        boolean lowMovedLast = false;
        boolean highMovedLast = false;
        for (int i = 1; i <= MAX_STEPS && high - low > RELATIVE_TOLERANCE * high; i++) {
            double middle = i % 5 == 0 ? 0.5 * (low + high) : low + (high - low) * fLow / (fLow - fHigh);
            double value = gap(cdf, middle, wanted);
            if (Math.abs(value) < tolerance) {
                return middle;
            }
            if (value > 0) {
                low = middle;
                fLow = value;
                fHigh = lowMovedLast ? fHigh / 2 : fHigh;
            } else {
                high = middle;
                fHigh = value;
                fLow = highMovedLast ? fLow / 2 : fLow;
            }
            lowMovedLast = value > 0;
            highMovedLast = !lowMovedLast;
        }
        return high;
    }

    /** Positive where F is still below p: log(1 - F) - log(1 - p). */
    private static double gap(DoubleUnaryOperator cdf, double t, double wanted) {
        double tail = Math.max(1 - cdf.applyAsDouble(t), 1e-12);
        return Math.log(tail) - wanted;
    }
}
