package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.markov.StationaryVector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Residencies of an EdgeTPU as states of a chain over requests: a miss of copy k evicts all that is outside its set and
 * loads k. Only states that recur are kept.
 */
final class ResidencyChain {
    private final List<ResidentCopy> copies;
    private final List<BitSet> residencies = new ArrayList<>();
    private final int[][] next;
    private final boolean[][] miss;
    private final int[] sizes;

    ResidencyChain(List<ResidentCopy> copies) {
        this.copies = copies;
        BitSet first = start();
        residencies.add(first);
        Map<BitSet, Integer> index = new HashMap<>();
        index.put(first, 0);
        List<int[]> rows = new ArrayList<>();
        for (int r = 0; r < residencies.size(); r++) {
            int[] row = new int[copies.size()];
            for (int k = 0; k < copies.size(); k++) {
                BitSet after = after(residencies.get(r), k);
                Integer known = index.putIfAbsent(after, residencies.size());
                row[k] = known == null ? residencies.size() : known;
                if (known == null) {
                    residencies.add(after);
                }
            }
            rows.add(row);
        }
        this.next = rows.toArray(int[][]::new);
        this.sizes = new int[residencies.size()];
        this.miss = new boolean[residencies.size()][copies.size()];
        for (int r = 0; r < miss.length; r++) {
            sizes[r] = residencies.get(r).cardinality();
            for (int k = 0; k < copies.size(); k++) {
                miss[r][k] = !residencies.get(r).get(k);
            }
        }
    }

    /** A recurrent state: whatever came before, requesting all members of one set in turn leads there. */
    private BitSet start() {
        BitSet resident = new BitSet();
        for (int k = 0; k < copies.size(); k++) {
            if (copies.get(k).stays(copies.getFirst())) {
                resident = after(resident, k);
            }
        }
        return resident;
    }

    private BitSet after(BitSet residency, int k) {
        if (residency.get(k)) {
            return residency;
        }
        BitSet next = new BitSet();
        for (int j = residency.nextSetBit(0); j >= 0; j = residency.nextSetBit(j + 1)) {
            if (copies.get(j).stays(copies.get(k))) {
                next.set(j);
            }
        }
        next.set(k);
        return next;
    }

    List<ResidentCopy> copies() {
        return copies;
    }

    int states() {
        return residencies.size();
    }

    boolean isMiss(int state, int copy) {
        return miss[state][copy];
    }

    /** Any copy that is resident in a state. */
    int resident(int state) {
        return residencies.get(state).nextSetBit(0);
    }

    /** Number of resident copies. */
    int size(int state) {
        return sizes[state];
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
        double[][] generator = new double[states()][states()];
        for (int r = 0; r < states(); r++) {
            for (int k = 0; k < copies.size(); k++) {
                double p = copies.get(k).ratePerMs() / total;
                generator[r][next(r, k)] += p;
                generator[r][r] -= p;
            }
        }
        return StationaryVector.of(generator);
    }
}
