package dev.millrace.agent.metrics;

import dev.millrace.agent.device.Station;

/** Busy fraction of a station between two readings at least a second apart. */
final class Utilization {
    private static final long LEAST_NANOS = 1_000_000_000L;

    private final Station station;
    private long sinceNanos = System.nanoTime();
    private double busyNanos;
    private double last;

    Utilization(Station station) {
        this.station = station;
    }

    synchronized double sinceLastRead() {
        long now = System.nanoTime();
        if (now - sinceNanos >= LEAST_NANOS) {
            double busy = station.meter(now).busyNanos();
            last = Math.min(1, (busy - busyNanos) / (now - sinceNanos));
            busyNanos = busy;
            sinceNanos = now;
        }
        return last;
    }
}
