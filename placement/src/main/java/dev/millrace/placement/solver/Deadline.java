package dev.millrace.placement.solver;

import java.time.Duration;

/** A point in time on the monotonic clock. */
public record Deadline(long nanos) {

    /** That long from now. */
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    public boolean passed() {
        return leftNanos() <= 0;
    }

    public long leftNanos() {
        return nanos - System.nanoTime();
    }

    /** The point that lies that fraction of the time left from now. */
    public Deadline fraction(double part) {
        long now = System.nanoTime();
        return new Deadline(now + (long) ((nanos - now) * part));
    }

    /** The same point, moved forward. */
    public Deadline earlierBy(Duration duration) {
        return new Deadline(nanos - duration.toNanos());
    }

    /** The same point, moved back. */
    public Deadline laterBy(Duration duration) {
        return new Deadline(nanos + duration.toNanos());
    }

    public Deadline earlierOf(Deadline other) {
        return nanos - other.nanos < 0 ? this : other;
    }
}
