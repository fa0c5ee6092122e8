package dev.millrace.agent.profile;

import dev.millrace.agent.device.TimeSample;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one model costs on one device.
 *
 * @param times by batch size
 * @param switchNanos extra time of a run whose parameters are not on the device; empty where that was not measured
 */
public record Measurement(
        String deviceType, String sha256, Map<Integer, TimeSample> times, OptionalLong switchNanos, long memoryBytes) {
    public long runs() {
        return times.values().stream().mapToLong(TimeSample::count).sum();
    }
}
