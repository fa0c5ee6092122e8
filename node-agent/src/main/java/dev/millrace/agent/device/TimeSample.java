package dev.millrace.agent.device;

/**
 * Mean and variability of measured times, by Welford's recurrence (Technometrics 4, 1962): one pass, no sums of squares that
 * cancel. Not thread-safe.
 */
public final class TimeSample {
    /** Two-sided 95 % quantile of the normal distribution. */
    private static final double NORMAL_95 = 1.96;

    private long count;
    private double meanNanos;
    private double squares;

    public void add(long nanos) {
        count++;
        double before = nanos - meanNanos;
        meanNanos += before / count;
        squares += before * (nanos - meanNanos);
    }

    public long count() {
        return count;
    }

    /** 0 where nothing was measured. */
    public double meanNanos() {
        return meanNanos;
    }

    /** Squared coefficient of variation; 0 for less than two times. */
    public double cv2() {
        return count < 2 || meanNanos == 0 ? 0 : squares / (count - 1) / (meanNanos * meanNanos);
    }

    /** Half-width of the mean's 95 % confidence interval, relative to the mean; infinite for less than two times. */
    public double relativeError() {
        return count < 2 ? Double.POSITIVE_INFINITY : NORMAL_95 * Math.sqrt(cv2() / count);
    }
}
