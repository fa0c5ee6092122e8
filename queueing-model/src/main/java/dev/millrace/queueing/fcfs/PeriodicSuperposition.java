package dev.millrace.queueing.fcfs;

import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.transform.QuantileSearch;
import org.apache.commons.math3.special.Gamma;

/**
 * nD/D/1: n equal periodic streams with independent uniform phases, one constant service time, exact.
 *
 * <p>In units of the service time, with the period T = n / rho: P(W &gt; t) = sum over k from floor(t)+1 to n-1 of
 * C(n-1, k) x^k (1-x)^(n-1-k) (T-(n-1)+t) / (T-k+t), x = (k-t)/T, for t below n-1 (Eckberg 1979; Roberts and Virtamo
 * 1991). Mean wait (n-1) rho / (2 n B(n-2, n/rho)), B the Erlang loss formula.
 */
public final class PeriodicSuperposition implements ResponseTime {
    private static final double ROUNDING = 1e-12;

    private final int streams;
    private final double load;
    private final double serviceMs;

    /**
     * A superposition.
     *
     * @param streams n, at least 1
     * @param load total utilisation, below 1
     * @param serviceMs service time
     */
    public PeriodicSuperposition(int streams, double load, double serviceMs) {
        if (streams < 1 || !(load < 1) || !(load > 0)) {
            throw new IllegalArgumentException(
                    "streams must be at least 1 and load within (0, 1), but were " + streams + " and " + load);
        }
        this.streams = streams;
        this.load = load;
        this.serviceMs = serviceMs;
    }

    @Override
    public double meanMs() {
        if (streams == 1) {
            return serviceMs;
        }
        double offered = streams / load;
        double loss = 1;
        for (int i = 1; i <= streams - 2; i++) {
            loss = offered * loss / (i + offered * loss);
        }
        return serviceMs * (1 + (streams - 1) * load / (2 * streams * loss));
    }

    @Override
    public double cdf(double ms) {
        double t = ms / serviceMs - 1;
        return !(t >= -ROUNDING) ? 0 : 1 - waitsLongerThan(Math.max(0, t));
    }

    private double waitsLongerThan(double t) {
        int others = streams - 1;
        if (t >= others) {
            return 0;
        }
        double period = streams / load;
        double sum = 0;
        for (int k = (int) Math.floor(t) + 1; k <= others; k++) {
            double x = (k - t) / period;
            double logTerm = Gamma.logGamma(others + 1.0)
                    - Gamma.logGamma(k + 1.0)
                    - Gamma.logGamma(others - k + 1.0)
                    + k * Math.log(x)
                    + (others - k) * Math.log1p(-x);
            sum += Math.exp(logTerm) * (period - others + t) / (period - k + t);
        }
        return sum;
    }

    @Override
    public double quantileMs(double p) {
        return QuantileSearch.quantile(this::cdf, p, serviceMs, meanMs());
    }
}
