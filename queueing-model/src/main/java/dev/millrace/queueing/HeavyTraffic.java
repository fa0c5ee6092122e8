package dev.millrace.queueing;

import dev.millrace.queueing.result.ResponseTime;

/**
 * Exponential approximation of a waiting time behind a constant: R = c + W, P(W > t) = rho e^(-t rho / E[W]).
 *
 * @param constantMs part of every response
 * @param waitMs mean wait
 * @param busy probability to wait at all
 */
record HeavyTraffic(double constantMs, double waitMs, double busy) implements ResponseTime {
    @Override
    public double meanMs() {
        return constantMs + waitMs;
    }

    @Override
    public double quantileMs(double p) {
        return p <= 1 - busy ? constantMs : constantMs + waitMs / busy * Math.log(busy / (1 - p));
    }

    @Override
    public double cdf(double ms) {
        return ms < constantMs ? 0 : 1 - busy * Math.exp(-(ms - constantMs) * busy / waitMs);
    }
}
