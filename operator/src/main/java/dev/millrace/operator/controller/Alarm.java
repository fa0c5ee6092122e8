package dev.millrace.operator.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls at one moment, which can be put off or dropped. Thread-safe. */
final class Alarm implements AutoCloseable {
    private final ScheduledExecutorService timer;
    private final Runnable ring;
    private @Nullable Instant due;
    private @Nullable Future<?> pending;

    Alarm(String name, Runnable ring) {
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
        this.ring = ring;
    }

    /** Rings at that time instead of the one set before; never if it is empty. */
    synchronized void at(Optional<Instant> when) {
        Instant next = when.orElse(null);
        if (timer.isShutdown() || (next == null ? due == null : next.equals(due))) {
            return;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        due = next;
        pending = next == null
                ? null
                : timer.schedule(
                        this::rings,
                        Math.max(1, Duration.between(Instant.now(), next).toMillis() + 1),
                        TimeUnit.MILLISECONDS);
    }

    private void rings() {
        synchronized (this) {
            due = null;
        }
        ring.run();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
