package dev.millrace.queueing.simulation;

import java.util.SplittableRandom;

/**
 * Phases of the periodic streams, spread evenly over the unit cube: a Kronecker sequence on powers of the generalised
 * golden ratio, shifted at random for each batch so that batches stay independent and unbiased.
 *
 * <p>The first stream only takes the shift: a common move of all phases is a move in time, which recording covers.
 */
final class Phases {
    private final double[] steps;
    private final double[] current;

    Phases(int streams) {
        this.steps = new double[streams];
        this.current = new double[streams];
        double ratio = goldenRatio(Math.max(1, streams - 1));
        double step = 1;
        for (int i = 1; i < streams; i++) {
            step /= ratio;
            steps[i] = step;
        }
    }

    /** Positive root of x^(d+1) = x + 1. */
    private static double goldenRatio(int dimensions) {
        double x = 2;
        for (int i = 0; i < 60; i++) {
            x = Math.pow(1 + x, 1.0 / (dimensions + 1));
        }
        return x;
    }

    /** Starts a batch at a random point. */
    void randomise(SplittableRandom random) {
        for (int i = 0; i < current.length; i++) {
            current[i] = random.nextDouble();
        }
    }

    /** The next point: a phase in [0, 1) for each stream. The array is reused. */
    double[] next() {
        for (int i = 0; i < current.length; i++) {
            current[i] += steps[i];
            current[i] -= Math.floor(current[i]);
        }
        return current;
    }
}
