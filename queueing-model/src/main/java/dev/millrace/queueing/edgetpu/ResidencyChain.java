package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.markov.StationaryVector;
import java.util.Arrays;
import java.util.List;

/**
 * Residencies of an EdgeTPU as states of a chain over requests: a miss of copy k evicts all that is outside its set and
 * loads k. Only states that recur are kept. A residency is a set of bits.
 */
final class ResidencyChain {
    private static final int MOST_COPIES = 63;

    private final List<ResidentCopy> copies;
    private final long[] stays;
    private long[] residencies = new long[8];
    private int states;
    private int[][] next = new int[8][];

    ResidencyChain(List<ResidentCopy> copies) {
        this.copies = copies;
        int n = copies.size();
        if (n > MOST_COPIES) {
            throw new IllegalArgumentException("copies must be at most " + MOST_COPIES + ", but were " + n);
        }
        this.stays = new long[n];
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                stays[k] |= copies.get(j).stays(copies.get(k)) ? 1L << j : 0;
            }
        }
        state(stays[0] | 1);
        for (int r = 0; r < states; r++) {
            int[] row = new int[n];
            for (int k = 0; k < n; k++) {
                row[k] = state(after(residencies[r], k));
            }
            next[r] = row;
        }
    }

    /**
     * The number of states without the chain itself: any part of a set that is not empty may be loaded, but of a set alone
     * on the device all is.
     *
     * @param setSizes number of copies in each set, 1 for a copy without one
     */
    static double states(List<Integer> setSizes) {
        return setSizes.size() == 1
                ? 1
                : setSizes.stream().mapToDouble(size -> Math.pow(2, size) - 1).sum();
    }

    /** Index of a residency, which is new or known. */
    private int state(long residency) {
        for (int r = 0; r < states; r++) {
            if (residencies[r] == residency) {
                return r;
            }
        }
        if (states == residencies.length) {
            residencies = Arrays.copyOf(residencies, 2 * states);
            next = Arrays.copyOf(next, 2 * states);
        }
        residencies[states] = residency;
        return states++;
    }

    private long after(long residency, int k) {
        long own = 1L << k;
        return (residency & own) != 0 ? residency : residency & stays[k] | own;
    }

    List<ResidentCopy> copies() {
        return copies;
    }

    int states() {
        return states;
    }

    boolean isMiss(int state, int copy) {
        return (residencies[state] >>> copy & 1) == 0;
    }

    /** Any copy that is resident in a state. */
    int resident(int state) {
        return Long.numberOfTrailingZeros(residencies[state]);
    }

    /** Number of resident copies. */
    int size(int state) {
        return Long.bitCount(residencies[state]);
    }

    int next(int state, int copy) {
        return next[state][copy];
    }

    /** Stationary distribution of the residency at arrivals. */
    double[] stationary() {
        double total = 0;
        for (ResidentCopy copy : copies) {
            total += copy.ratePerMs();
        }
        double[][] generator = new double[states][states];
        for (int r = 0; r < states; r++) {
            for (int k = 0; k < copies.size(); k++) {
                double p = copies.get(k).ratePerMs() / total;
                generator[r][next(r, k)] += p;
                generator[r][r] -= p;
            }
        }
        return StationaryVector.of(generator);
    }
}
