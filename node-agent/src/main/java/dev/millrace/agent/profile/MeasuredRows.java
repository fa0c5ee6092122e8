package dev.millrace.agent.profile;

import dev.millrace.agent.device.TimeSample;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import java.util.List;
import java.util.Map;

/** Measured figures as a ModelProfile states them. */
public final class MeasuredRows {
    private static final double NANOS_PER_MS = 1e6;
    private static final double CV2_STEPS = 1e6;
    private static final long MI = 1 << 20;

    private MeasuredRows() {}

    /** @param times by batch size */
    public static List<ServiceTimeRow> of(Map<Integer, TimeSample> times) {
        return times.entrySet().stream()
                .map(entry -> new ServiceTimeRow(
                        entry.getKey(),
                        duration(entry.getValue().meanNanos()),
                        Math.round(entry.getValue().cv2() * CV2_STEPS) / CV2_STEPS))
                .toList();
    }

    public static String duration(double nanos) {
        return Durations.format(nanos / NANOS_PER_MS);
    }

    /** Whole mebibytes, rounded up. */
    public static String memory(long bytes) {
        return Math.ceilDiv(bytes, MI) + "Mi";
    }
}
