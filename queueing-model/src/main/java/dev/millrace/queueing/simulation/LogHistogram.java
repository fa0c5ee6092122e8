package dev.millrace.queueing.simulation;

/**
 * Counts of positive values in bins of equal relative width, by default 2048 to each power of two (0.03 to 0.05 %).
 *
 * <p>The bin is read off the bits of the double, no logarithm is taken; the array grows with the range of the values.
 */
final class LogHistogram {
    private static final int FINE_BITS = 11;

    private final int shift;
    private final int initialBins;
    private double[] counts = new double[0];
    private int offset;
    private double total;

    /** An empty histogram of the default width. */
    LogHistogram() {
        this(FINE_BITS);
    }

    /**
     * An empty histogram.
     *
     * @param bits 2 to this number of bins to each power of two
     */
    LogHistogram(int bits) {
        this.shift = 52 - bits;
        this.initialBins = 1 << bits;
    }

    /** An empty histogram of the same width, with room for the values of this one. */
    LogHistogram emptied() {
        LogHistogram other = new LogHistogram(52 - shift);
        other.counts = new double[counts.length];
        other.offset = offset;
        return other;
    }

    /** Adds one value; values that are not positive count as the smallest positive number. */
    void record(double value) {
        int index = bin(value) - offset;
        if (index < 0 || index >= counts.length) {
            index = grow(bin(value));
        }
        counts[index]++;
        total++;
    }

    /** Number of recorded values, by weight. */
    double total() {
        return total;
    }

    /** Adds all counts of another histogram. */
    void add(LogHistogram other) {
        add(other, 1);
    }

    /** Adds all counts of another histogram of the same width, times a weight that may be negative. */
    void add(LogHistogram other, double weight) {
        for (int i = 0; i < other.counts.length; i++) {
            double count = other.counts[i];
            if (count != 0) {
                int bin = i + other.offset;
                int index = bin - offset;
                if (index < 0 || index >= counts.length) {
                    index = grow(bin);
                }
                counts[index] += weight * count;
            }
        }
        total += weight * other.total;
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

    private int bin(double value) {
        return (int) (Double.doubleToRawLongBits(Math.max(value, Double.MIN_NORMAL)) >>> shift);
    }

    private double lowerEdge(int bin) {
        return Double.longBitsToDouble((long) bin << shift);
    }

    private int grow(int bin) {
        if (counts.length == 0) {
            counts = new double[initialBins];
            offset = Math.max(0, bin - initialBins / 2);
            return bin - offset;
        }
        int low = Math.max(0, Math.min(offset, bin - initialBins / 2));
        int high = Math.max(offset + counts.length, bin + 1 + initialBins / 2);
        double[] wider = new double[high - low];
        System.arraycopy(counts, 0, wider, offset - low, counts.length);
        counts = wider;
        offset = low;
        return bin - offset;
    }
}
