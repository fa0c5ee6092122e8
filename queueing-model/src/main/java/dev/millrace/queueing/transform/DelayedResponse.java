package dev.millrace.queueing.transform;

import dev.millrace.queueing.result.ResponseTime;

/**
 * A response behind an independent wait: F(t) = sum of w_i F_R(t - x_i), the wait taken at a few points of equal
 * probability above its atom at 0.
 */
public final class DelayedResponse implements ResponseTime {
    private static final int POINTS = 64;

    /** Where hardly anybody waits the points come so close to 1 that they would round to it. */
    private static final double MOST_PROBABILITY = 1 - 1e-12;

    private final ResponseTime response;
    private final double none;
    private final double[] waitsMs;
    private final double meanWaitMs;

    /**
     * A delayed response.
     *
     * @param response what follows the wait
     * @param meanWaitMs mean wait
     * @param none P(no wait)
     * @param wait transform of the wait, atom included
     */
    public DelayedResponse(ResponseTime response, double meanWaitMs, double none, LaplaceTransform wait) {
        this.response = response;
        this.none = none;
        this.meanWaitMs = meanWaitMs;
        this.waitsMs = new double[none < 1 ? POINTS : 0];
        TransformResponse waiting = new TransformResponse(
                meanWaitMs,
                0,
                java.util.List.of(new Atom(0, none)),
                z -> wait.at(z).plus(-none));
        double sum = 0;
        for (int i = 0; i < waitsMs.length; i++) {
            waitsMs[i] = waiting.quantileMs(Math.min(none + (1 - none) * (i + 0.5) / POINTS, MOST_PROBABILITY));
            sum += waitsMs[i];
        }
        // The points' mean falls a little short of the true one in the tail: the last point takes up the difference.
        if (waitsMs.length > 0) {
            double missing = meanWaitMs / (1 - none) * POINTS - sum;
            waitsMs[POINTS - 1] = Math.max(waitsMs[POINTS - 1], waitsMs[POINTS - 1] + missing);
        }
    }

    @Override
    public double meanMs() {
        return response.meanMs() + meanWaitMs;
    }

    @Override
    public double cdf(double ms) {
        double sum = none * response.cdf(ms);
        for (double wait : waitsMs) {
            sum += (1 - none) / waitsMs.length * response.cdf(ms - wait);
        }
        return sum;
    }

    @Override
    public double quantileMs(double p) {
        double least = response.quantileMs(1e-9);
        return QuantileSearch.quantile(this::cdf, p, Math.min(least, meanMs()), meanMs());
    }
}
