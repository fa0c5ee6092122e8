package dev.millrace.agent.device;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits at a device, and what is served next. Not thread-safe: {@link Station} calls it under its lock, with times
 * that never go back.
 */
public interface Discipline {
    void enqueue(Job job);

    /** What to start now, or null: nothing waits, or no server is free. Jobs that have expired go to the consumer instead. */
    @Nullable Dispatch next(long nowNanos, Consumer<Job> expired);

    void completed(Dispatch dispatch);

    /** Fraction of the device that is busy, 0 to 1. */
    double busy();

    int waiting();

    /** Jobs of one copy that wait. */
    int waiting(Copy copy);

    /** The waiting job of least priority, the last of equals, over all copies or of one; null where none waits. */
    @Nullable Job least(@Nullable Copy copy);

    /** Takes a waiting job out. */
    void remove(Job job);

    /** Drops what is known of a copy that is gone from the device and has nothing waiting. */
    default void forget(Copy copy) {}
}
