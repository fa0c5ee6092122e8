package dev.millrace.queueing;

import dev.millrace.queueing.result.ResponseTime;

/**
 * Rough response time: a constant and an exponential wait.
 *
 * @param constantMs part of every response
 * @param waitMs mean wait, 0 for none
 */
record ExponentialWait(double constantMs, double waitMs) implements ResponseTime {
    @Override
    public double meanMs() {
        return constantMs + waitMs;
    }

    @Override
    public double quantileMs(double p) {
        return constantMs - waitMs * Math.log1p(-ResponseTime.probability(p));
    }

    @Override
    public double cdf(double ms) {
        if (!(ms >= constantMs)) {
            return 0;
        }
        return waitMs == 0 ? 1 : -Math.expm1(-(ms - constantMs) / waitMs);
    }
}
