package dev.millrace.placement.cell;

import org.apache.commons.math3.special.Erf;

/**
 * An estimated wait: none with some probability, else gamma distributed.
 *
 * @param meanMs over all requests
 * @param positive probability of having to wait at all
 * @param shape of the wait of those that do; 1 is exponential, more is steadier
 */
record RoughWait(double meanMs, double positive, double shape) {
    private static final double EXPONENTIAL = 1;

    /** A wait that everybody has. */
    static RoughWait exponential(double meanMs) {
        return new RoughWait(meanMs, 1, EXPONENTIAL);
    }

    /**
     * The wait for a single server: its second moment is Takacs', 2 W^2 + rate E[S^3] / (3 (1 - load)).
     *
     * @param meanMs Pollaczek and Khinchine's
     * @param thirds rate times the third moment of the service time, in ms^2
     */
    static RoughWait singleServer(double load, double meanMs, double thirds) {
        if (!(load < 1) || meanMs == 0) {
            return exponential(meanMs);
        }
        double positiveMs = meanMs / load;
        double second = (2 * meanMs * meanMs + thirds / (3 * (1 - load))) / load;
        return new RoughWait(meanMs, load, positiveMs * positiveMs / (second - positiveMs * positiveMs));
    }

    RoughWait plus(double ms) {
        return ms == 0 ? this : new RoughWait(meanMs + ms, positive, shape);
    }

    /** By the approximation of Wilson and Hilferty. */
    double quantileMs(double p) {
        double tail = (1 - p) / positive;
        if (meanMs == 0 || tail >= 1) {
            return 0;
        }
        double positiveMs = meanMs / positive;
        if (shape == EXPONENTIAL) {
            return -positiveMs * Math.log(tail);
        }
        double normal = Math.sqrt(2) * Erf.erfInv(1 - 2 * tail);
        double root = Math.max(0, 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape)));
        return positiveMs * root * root * root;
    }
}
