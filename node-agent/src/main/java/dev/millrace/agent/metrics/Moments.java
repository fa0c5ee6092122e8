package dev.millrace.agent.metrics;

/**
 * Mean and squared coefficient of variation of the recent past: older values count less, by a factor of e after
 * {@link #MEMORY} of them. Thread-safe.
 */
final class Moments {
    static final double MEMORY = 500;

    private long count;
    private double weight;
    private double mean;
    private double variance;

    synchronized void add(double value) {
        count++;
        weight = Math.min(MEMORY, weight + 1);
        double off = value - mean;
        mean += off / weight;
        variance += (off * (value - mean) - variance) / weight;
    }

    /** How many values there were. */
    synchronized long count() {
        return count;
    }

    /** NaN where there is no value yet. */
    synchronized double mean() {
        return weight == 0 ? Double.NaN : mean;
    }

    /** NaN where there are less than two values. */
    synchronized double cv2() {
        return weight < 2 || mean == 0 ? Double.NaN : variance / (mean * mean);
    }
}
