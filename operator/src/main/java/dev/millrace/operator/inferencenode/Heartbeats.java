package dev.millrace.operator.inferencenode;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When each agent renewed its Lease last, by this process's own clock: a renewal counts when it is seen, so that skewed
 * clocks of nodes do not matter. Only the first sight of a Lease goes by its time stamp, so that a Lease left over from an
 * agent that died while no operator ran does not count as alive.
 */
public final class Heartbeats {
    /** An agent renews this often. */
    public static final Duration PERIOD = Duration.ofSeconds(2);

    /** An agent silent for this long, three heartbeats, is lost. */
    public static final Duration LOST_AFTER = PERIOD.multipliedBy(3);

    private record Beat(Instant renewTime, long seenNanos) {}

    private final Map<String, Beat> beats = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final long startNanos;

    /**
     * No heartbeats yet.
     *
     * @param nanoTime a monotonic clock, as {@link System#nanoTime}
     */
    public Heartbeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /**
     * Whether this process has not listened long enough to call an agent lost: a restart of the operator must not look like
     * the death of every agent.
     */
    public boolean warmingUp() {
        return nanoTime.getAsLong() - startNanos < LOST_AFTER.toNanos();
    }

    /**
     * Notes a Lease.
     *
     * @param renewTime as the agent wrote it; the same value again is no new heartbeat
     * @param now wall clock
     */
    public void seen(String node, Instant renewTime, Instant now) {
        beats.compute(node, (name, old) -> {
            if (old == null) {
                long age = Math.clamp(Duration.between(renewTime, now).toNanos(), 0, LOST_AFTER.toNanos());
                return new Beat(renewTime, nanoTime.getAsLong() - age);
            }
            return old.renewTime().equals(renewTime) ? old : new Beat(renewTime, nanoTime.getAsLong());
        });
    }

    /** The Lease is gone. */
    public void gone(String node) {
        beats.remove(node);
    }

    /** How long the agent still counts as alive, zero or negative once it is lost; empty without a Lease. */
    public Optional<Duration> remaining(String node) {
        return Optional.ofNullable(beats.get(node))
                .map(beat -> LOST_AFTER.minusNanos(nanoTime.getAsLong() - beat.seenNanos()));
    }
}
