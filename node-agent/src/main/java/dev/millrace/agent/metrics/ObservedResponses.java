package dev.millrace.agent.metrics;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Response times and arrivals of one app on one device since they were last taken. Recording is wait-free but for the
 * arrivals' moments; values beyond a minute count as a minute.
 */
public final class ObservedResponses {
    private static final long MOST_MICROS = 60_000_000;

    /**
     * @param micros end-to-end response times, network latency included
     * @param arrivals inter-arrival times counted
     * @param meanGapNanos mean inter-arrival time
     * @param cv2 squared coefficient of variation of the inter-arrival time
     */
    public record Window(Histogram micros, long arrivals, double meanGapNanos, double cv2) {}

    private final Recorder recorder = new Recorder(MOST_MICROS, 3);
    private long lastArrivalNanos;
    private boolean begun;
    private long gaps;
    private double mean;
    private double squares;

    void record(long arrivalNanos, long micros) {
        recorder.recordValue(Math.max(0, Math.min(MOST_MICROS, micros)));
        arrived(arrivalNanos);
    }

    // Welford's method; responses may come out of the order of arrival, so a gap can be negative and counts as its
    // size.
    private synchronized void arrived(long nanos) {
        if (begun) {
            double gap = Math.abs(nanos - lastArrivalNanos);
            gaps++;
            double off = gap - mean;
            mean += off / gaps;
            squares += off * (gap - mean);
        }
        lastArrivalNanos = nanos;
        begun = true;
    }

    /** What was recorded since the last call. */
    public synchronized Window take() {
        double variance = gaps < 2 ? 0 : squares / (gaps - 1);
        Window window =
                new Window(recorder.getIntervalHistogram(), gaps, mean, mean > 0 ? variance / (mean * mean) : 0);
        gaps = 0;
        mean = 0;
        squares = 0;
        return window;
    }
}
