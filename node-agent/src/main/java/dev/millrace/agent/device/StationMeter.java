package dev.millrace.agent.device;

/** Busy time and switches of a station. Not thread-safe: the station calls it under its lock. */
public final class StationMeter {
    /**
     * @param busyNanos time the device was busy; a partly busy one counts in proportion
     * @param switches times a copy was made resident
     */
    public record Reading(double busyNanos, long switches) {}

    private double busyNanos;
    private long switches;
    private long sinceNanos;
    private boolean begun;

    void advance(long atNanos, double busy) {
        if (begun && atNanos - sinceNanos > 0) {
            busyNanos += (atNanos - sinceNanos) * busy;
        }
        if (!begun || atNanos - sinceNanos > 0) {
            sinceNanos = atNanos;
        }
        begun = true;
    }

    void switched() {
        switches++;
    }

    Reading read(long nowNanos, double busy) {
        advance(nowNanos, busy);
        return new Reading(busyNanos, switches);
    }
}
