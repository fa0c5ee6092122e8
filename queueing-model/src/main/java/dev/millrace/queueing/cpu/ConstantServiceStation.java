package dev.millrace.queueing.cpu;

import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.transform.QuantileSearch;

/**
 * M/D/c in order of arrival, exact (Franx, Operations Research Letters 29, 2001).
 *
 * <p>Number in system X' = max(X - c, 0) + Poisson(rate x D) over each service time D; with Q_j = P(X &lt;= c + j) and
 * (k-1) D &lt;= x &lt; k D: P(W &lt;= x) = sum over j below k c of Poisson(j; rate (kD - x)) Q_(kc-1-j).
 */
public final class ConstantServiceStation implements ResponseTime {
    /** Nobody waits this long: at a load of 0.95 one core leaves e^-0.1 from each service to the next. */
    private static final double MOST_SERVICES = 1e4;

    private static final double TAIL = 1e-12;
    private static final double ROUNDING = 1e-12;
    private static final int MAX_STATES = 20_000;
    private static final int MAX_ITERATIONS = 200_000;

    private final int servers;
    private final double ratePerMs;
    private final double serviceMs;
    private final double[] atMost;
    private final double meanWaitMs;

    /**
     * A station.
     *
     * @param servers c
     * @param ratePerMs arrivals per ms; rate x service below c
     * @param serviceMs D
     */
    public ConstantServiceStation(int servers, double ratePerMs, double serviceMs) {
        this.servers = servers;
        this.ratePerMs = ratePerMs;
        this.serviceMs = serviceMs;
        double load = ratePerMs * serviceMs / servers;
        if (!(load < 1)) {
            throw new IllegalArgumentException("load must be below 1, but was " + load);
        }
        double[] number = numberInSystem(load);
        double waiting = 0;
        double sum = 0;
        this.atMost = new double[number.length];
        for (int i = 0; i < number.length; i++) {
            waiting += Math.max(0, i - servers) * number[i];
            sum += number[i];
            atMost[i] = sum;
        }
        this.meanWaitMs = waiting / ratePerMs;
    }

    /** Stationary number in system: the chain's fixed point, geometric beyond its bulk. */
    private double[] numberInSystem(double load) {
        int states = (int) Math.min(MAX_STATES, servers + 40 + Math.ceil(30 / (1 - load)) + 10 * Math.sqrt(servers));
        double[] arrivals = poisson(ratePerMs * serviceMs);
        if (servers == 1) {
            return singleServer(load, arrivals, states);
        }
        double[] p = poissonStart(states);
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            double[] next = step(p, arrivals);
            double change = 0;
            for (int i = 0; i < states; i++) {
                change = Math.max(change, Math.abs(next[i] - p[i]));
            }
            p = next;
            if (change < TAIL * (1 - load)) {
                break;
            }
        }
        return p;
    }

    /**
     * M/D/1 without iterating, by sums of non-negative terms only (Ramaswami, Stochastic Models 4, 1988): with A_k = P(k or
     * more arrivals in a service), p_0 = 1 - load and p_i P(no arrival) = p_0 A_i + sum over 0 &lt; j &lt; i of
     * p_j A_(i-j+1).
     */
    private static double[] singleServer(double load, double[] arrivals, int states) {
        double[] orMore = new double[arrivals.length + 1];
        for (int k = arrivals.length - 1; k >= 0; k--) {
            orMore[k] = orMore[k + 1] + arrivals[k];
        }
        double[] p = new double[states];
        p[0] = 1 - load;
        for (int i = 1; i < states; i++) {
            double sum = i < orMore.length ? p[0] * orMore[i] : 0;
            for (int j = Math.max(1, i - orMore.length + 2); j < i; j++) {
                sum += p[j] * orMore[i - j + 1];
            }
            p[i] = sum / arrivals[0];
        }
        return p;
    }

    private double[] poissonStart(int states) {
        double[] start = new double[states];
        double[] poisson = poisson(ratePerMs * serviceMs);
        System.arraycopy(poisson, 0, start, 0, Math.min(states, poisson.length));
        return start;
    }

    private double[] step(double[] p, double[] arrivals) {
        double[] next = new double[p.length];
        double idle = 0;
        for (int i = 0; i < Math.min(servers, p.length); i++) {
            idle += p[i];
        }
        double total = 0;
        for (int left = 0; left + servers < p.length || left == 0; left++) {
            double from = left + servers < p.length ? p[left + servers] : 0;
            double mass = left == 0 ? from + idle : from;
            for (int a = 0; a < arrivals.length && left + a < next.length; a++) {
                next[left + a] += mass * arrivals[a];
            }
        }
        for (double value : next) {
            total += value;
        }
        for (int i = 0; i < next.length; i++) {
            next[i] /= total;
        }
        return next;
    }

    private static double[] poisson(double mean) {
        int length = (int) Math.ceil(mean + 12 * Math.sqrt(mean) + 20);
        double[] p = new double[length];
        p[0] = Math.exp(-mean);
        for (int i = 1; i < length; i++) {
            p[i] = p[i - 1] * mean / i;
        }
        return p;
    }

    /** Mean wait in ms. */
    public double meanWaitMs() {
        return meanWaitMs;
    }

    /** P(W = 0). */
    public double noWaitProbability() {
        return waitCdf(0);
    }

    /** P(W &lt;= x), x in ms. */
    public double waitCdf(double x) {
        if (x < 0) {
            return 0;
        }
        if (x > MOST_SERVICES * serviceMs) {
            return 1;
        }
        int k = (int) Math.floor(x / serviceMs) + 1;
        double mean = ratePerMs * (k * serviceMs - x);
        double sum = 0;
        double term = Math.exp(-mean);
        for (int j = 0; j <= k * servers - 1; j++) {
            int index = Math.min(servers + k * servers - 1 - j, atMost.length - 1);
            sum += term * atMost[index];
            term *= mean / (j + 1);
        }
        return Math.clamp(sum, 0, 1);
    }

    @Override
    public double meanMs() {
        return serviceMs + meanWaitMs;
    }

    @Override
    public double cdf(double ms) {
        double wait = ms - serviceMs;
        if (!Double.isFinite(wait)) {
            return wait > 0 ? 1 : 0;
        }
        return waitCdf(Math.abs(wait) < ROUNDING * ms ? 0 : wait);
    }

    @Override
    public double quantileMs(double p) {
        return QuantileSearch.quantile(this::cdf, p, serviceMs, meanMs());
    }
}
