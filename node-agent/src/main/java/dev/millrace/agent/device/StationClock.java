package dev.millrace.agent.device;

import java.util.concurrent.locks.LockSupport;

/** Drives a station in real time, on a thread of its own that sleeps until the next execution ends. */
public final class StationClock implements AutoCloseable {
    /**
     * How much earlier than its time the thread wakes up; the rest is spun away. A sleeper wakes up late: by its timer slack
     * (50 us unless told otherwise), and by the time that an idle core takes to come back, up to 100 us on a virtual one.
     */
    private static final long EARLY_NANOS = 150_000;

    private final Station station;
    private final Thread thread;
    private volatile boolean closed;

    private StationClock(String name, Station station, Runnable prepare) {
        this.station = station;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            prepare.run();
            run();
        });
    }

    /** @param prepare runs first on the thread: for what makes its timers more precise */
    public static StationClock start(String name, Station station, Runnable prepare) {
        StationClock clock = new StationClock(name, station, prepare);
        station.onEarlierEnd(() -> LockSupport.unpark(clock.thread));
        clock.thread.start();
        return clock;
    }

    private void run() {
        while (!closed) {
            long next = station.advance(System.nanoTime());
            if (next == Engine.NONE) {
                LockSupport.park(this);
                continue;
            }
            long left = next - System.nanoTime();
            if (left > EARLY_NANOS) {
                LockSupport.parkNanos(this, left - EARLY_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
