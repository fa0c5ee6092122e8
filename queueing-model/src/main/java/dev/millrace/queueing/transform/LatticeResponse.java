package dev.millrace.queueing.transform;

import dev.millrace.queueing.result.ResponseTime;

/**
 * A response time on a lattice: constant + k h. Cell k holds its mass evenly within half a step on either side; mass that
 * is exactly at the constant (an idle server, a constant service) is an atom.
 */
public final class LatticeResponse implements ResponseTime {
    private static final double ROUNDING = 1e-12;

    private final double meanMs;
    private final double constantMs;
    private final double atom;
    private final double stepMs;
    private final double[] cumulative;

    /**
     * A response time.
     *
     * @param meanMs mean, constant included
     * @param constantMs least response
     * @param atom probability of exactly the constant
     * @param pmf probabilities of k h on top of the constant, the atom taken out of cell 0
     * @param stepMs h
     */
    public LatticeResponse(double meanMs, double constantMs, double atom, double[] pmf, double stepMs) {
        this.meanMs = meanMs;
        this.constantMs = constantMs;
        this.atom = atom;
        this.stepMs = stepMs;
        this.cumulative = new double[pmf.length];
        double sum = atom;
        for (int i = 0; i < pmf.length; i++) {
            sum += Math.max(0, pmf[i]);
            cumulative[i] = sum;
        }
        for (int i = 0; i < cumulative.length; i++) {
            cumulative[i] /= sum;
        }
    }

    /** The same response with more constant time. */
    public LatticeResponse plus(double moreMs) {
        return new LatticeResponse(this, moreMs);
    }

    private LatticeResponse(LatticeResponse other, double moreMs) {
        this.meanMs = other.meanMs + moreMs;
        this.constantMs = other.constantMs + moreMs;
        this.atom = other.atom;
        this.stepMs = other.stepMs;
        this.cumulative = other.cumulative;
    }

    @Override
    public double meanMs() {
        return meanMs;
    }

    @Override
    public double cdf(double ms) {
        double t = ms - constantMs;
        if (Double.isInfinite(t)) {
            return t > 0 ? 1 : 0;
        }
        if (!(t >= -ROUNDING * Math.abs(ms))) {
            return 0;
        }
        t = Math.max(0, t);
        double cell = t / stepMs + 0.5;
        int index = (int) Math.min(cell, cumulative.length);
        if (index >= cumulative.length) {
            return 1;
        }
        // Cell 0 is cut at the constant: its mass fills the half cell above it.
        double inside = index == 0 ? 2 * (cell - 0.5) : cell - index;
        double below = index == 0 ? atom : cumulative[index - 1];
        return below + inside * (cumulative[index] - below);
    }

    @Override
    public double quantileMs(double p) {
        if (ResponseTime.probability(p) <= atom) {
            return constantMs;
        }
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] >= p) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        double below = low == 0 ? atom : cumulative[low - 1];
        double mass = cumulative[low] - below;
        double inside = mass > 0 ? Math.min(1, (p - below) / mass) : 1;
        double cells = low == 0 ? inside / 2 : low - 0.5 + inside;
        return constantMs + Math.max(0, cells) * stepMs;
    }
}
