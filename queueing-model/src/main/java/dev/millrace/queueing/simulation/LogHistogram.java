package dev.millrace.queueing.simulation;

/**
 * Counts of positive values in bins of equal relative width, 2048 to each power of two (0.03 to 0.05 %).
 *
 * <p>The bin is read off the bits of the double, no logarithm is taken; the array grows with the range of the values.
 */
final class LogHistogram {
    private static final int MANTISSA_BITS = 11;
    private static final int SHIFT = 52 - MANTISSA_BITS;
    private static final int INITIAL_BINS = 1 << MANTISSA_BITS;

    private long[] counts = new long[0];
    private int offset;
    private long total;

    /** Adds one value; values that are not positive count as the smallest positive number. */
    void record(double value) {
        int index = bin(value) - offset;
        if (index < 0 || index >= counts.length) {
            index = grow(bin(value));
        }
        counts[index]++;
        total++;
    }

    /** Number of recorded values. */
    long total() {
        return total;
    }

    /** Adds all counts of another histogram. */
    void add(LogHistogram other) {
        for (int i = 0; i < other.counts.length; i++) {
            long count = other.counts[i];
            if (count > 0) {
                int bin = i + other.offset;
                int index = bin - offset;
                if (index < 0 || index >= counts.length) {
                    index = grow(bin);
                }
                counts[index] += count;
            }
        }
        total += other.total;
    }

    /** Forgets all counts and keeps the array. */
    void clear() {
        java.util.Arrays.fill(counts, 0);
        total = 0;
    }

    /** Quantile, interpolated linearly inside its bin; NaN if nothing was recorded. */
    double quantile(double p) {
        double wanted = p * total;
        double below = 0;
        double last = Double.NaN;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                double low = lowerEdge(i + offset);
                double high = lowerEdge(i + offset + 1);
                if (below + counts[i] >= wanted) {
                    return low + (high - low) * Math.max(0, wanted - below) / counts[i];
                }
                below += counts[i];
                last = high;
            }
        }
        return last;
    }

    /** Fraction of the values that are at most {@code value}. */
    double cdf(double value) {
        if (total == 0 || !(value > 0)) {
            return 0;
        }
        int bin = bin(value);
        int index = bin - offset;
        double below = 0;
        for (int i = 0; i < Math.min(index, counts.length); i++) {
            below += counts[i];
        }
        if (index >= 0 && index < counts.length) {
            double low = lowerEdge(bin);
            below += counts[index] * (value - low) / (lowerEdge(bin + 1) - low);
        }
        return Math.min(1, below / total);
    }

    private static int bin(double value) {
        return (int) (Double.doubleToRawLongBits(Math.max(value, Double.MIN_NORMAL)) >>> SHIFT);
    }

    private static double lowerEdge(int bin) {
        return Double.longBitsToDouble((long) bin << SHIFT);
    }

    private int grow(int bin) {
        if (counts.length == 0) {
            counts = new long[INITIAL_BINS];
            offset = Math.max(0, bin - INITIAL_BINS / 2);
            return bin - offset;
        }
        int low = Math.max(0, Math.min(offset, bin - INITIAL_BINS / 2));
        int high = Math.max(offset + counts.length, bin + 1 + INITIAL_BINS / 2);
        long[] wider = new long[high - low];
        System.arraycopy(counts, 0, wider, offset - low, counts.length);
        counts = wider;
        offset = low;
        return bin - offset;
    }
}
