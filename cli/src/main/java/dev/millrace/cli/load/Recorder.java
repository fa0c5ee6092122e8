package dev.millrace.cli.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Collects what became of the requests of one app. Safe for use by several threads. */
final class Recorder {
    private static final int DIGITS = 3;

    private final AppLoad load;
    private final double durationNanos;
    private final Histogram micros = new Histogram(DIGITS);
    private final BatchMeans means = new BatchMeans();
    private final Map<String, Long> failures = new TreeMap<>();
    private long withinSlo;

    Recorder(AppLoad load, double durationNanos) {
        this.load = load;
        this.durationNanos = durationNanos;
    }

    /**
     * A request due {@code dueNanos} after the start of measuring was answered after {@code elapsedNanos}, counted from the
     * instant it was due.
     */
    synchronized void answered(long dueNanos, long elapsedNanos) {
        double ms = elapsedNanos / 1e6 + load.networkMs();
        micros.recordValue(Math.max(1, Math.round(ms * 1000)));
        means.add(dueNanos / durationNanos, ms);
        if (ms <= load.slo().latencyMs()) {
            withinSlo++;
        }
    }

    /** @param cause short and of few kinds, such as {@code HTTP 503} */
    synchronized void failed(String cause) {
        failures.merge(cause, 1L, Long::sum);
    }

    synchronized long requests() {
        return means.count() + failedRequests();
    }

    synchronized long failedRequests() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized AppObservation observation() {
        long failed = failedRequests();
        long all = means.count() + failed;
        ObservedResponse response = new ObservedResponse(micros.copy(), failed, means.mean());
        double seconds = durationNanos / 1e9;
        return new AppObservation(
                load.app(),
                load.slo(),
                all,
                Map.copyOf(failures),
                all / seconds,
                response,
                means.halfWidth(),
                all == 0 ? Double.NaN : withinSlo / (double) all);
    }
}
