package dev.millrace.agent.status;

import dev.millrace.agent.metrics.ObservedResponses;
import dev.millrace.crds.v1alpha1.ObservedHistogram;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** The last minute of one app on one device, in slices of ten seconds. Used by one thread. */
final class ObservedWindow {
    static final int SLICES = 6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double CHANGE = 0.1;
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final double P95 = 95;

    private final Deque<ObservedResponses.Window> slices = new ArrayDeque<>();
    private Optional<ObservedHistogram> written = Optional.empty();
    private double writtenMean;
    private double writtenP95;
    private long writtenNanos;

    /** Takes a slice in; the oldest goes. */
    void add(ObservedResponses.Window slice) {
        slices.addLast(slice);
        if (slices.size() > SLICES) {
            slices.removeFirst();
        }
    }

    /** What status is to hold: a new histogram after a minute, or when mean or p95 moved by more than a tenth. */
    Optional<ObservedHistogram> current(long nowNanos) {
        Histogram all = new Histogram(3);
        slices.forEach(slice -> all.add(slice.micros()));
        if (all.getTotalCount() == 0) {
            return written;
        }
        double mean = all.getMean();
        double p95 = all.getValueAtPercentile(P95);
        boolean due = written.isEmpty()
                || nowNanos - writtenNanos >= MINUTE_NANOS
                || moved(mean, writtenMean)
                || moved(p95, writtenP95);
        if (due) {
            written = Optional.of(encode(all));
            writtenMean = mean;
            writtenP95 = p95;
            writtenNanos = nowNanos;
        }
        return written;
    }

    private static boolean moved(double now, double before) {
        return Math.abs(now - before) > CHANGE * before;
    }

    private ObservedHistogram encode(Histogram all) {
        ByteBuffer buffer = ByteBuffer.allocate(all.getNeededByteBufferCapacity());
        int length = all.encodeIntoCompressedByteBuffer(buffer);
        String data = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        double gaps =
                slices.stream().mapToDouble(ObservedResponses.Window::arrivals).sum();
        double mean = slices.stream()
                        .mapToDouble(slice -> slice.arrivals() * slice.meanGapNanos())
                        .sum()
                / Math.max(1, gaps);
        double cv2 = slices.stream()
                        .mapToDouble(slice -> slice.arrivals() * slice.cv2())
                        .sum()
                / Math.max(1, gaps);
        double rate = mean > 0 ? NANOS_PER_SECOND / mean : 0;
        return new ObservedHistogram(
                "HdrHistogramV2", data, all.getTotalCount(), rounded(rate), rounded(cv2), slices.size() * 10 + "s");
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
