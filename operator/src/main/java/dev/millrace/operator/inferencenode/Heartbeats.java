package dev.millrace.operator.inferencenode;

import dev.millrace.crds.units.HeartbeatPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    /** An agent silent for this long, three heartbeats, is lost, where its Lease says nothing else. */
    public static final Duration LOST_AFTER = HeartbeatPeriod.USUAL.multipliedBy(HeartbeatPeriod.MISSED);

    /** So few agents never count as a mass. */
    static final int LEAST_MASS = 3;

    /** Agents whose last heartbeats lie within this time fell silent together. */
    static final Duration TOGETHER = Duration.ofSeconds(30);

    private record Beat(Instant renewTime, long seenNanos, Duration lostAfter) {}

    private final Map<String, Beat> beats = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private volatile long startNanos;

    /**
     * No heartbeats yet.
     *
     * @param nanoTime a monotonic clock, as {@link System#nanoTime}
     */
    public Heartbeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** Listening begins now: a replica that waited for the lead has heard nobody yet, however long it has run. */
    public void listen() {
        startNanos = nanoTime.getAsLong();
    }

    /**
     * Whether this process has not listened long enough to call an agent lost: a restart of the operator must not look like
     * the death of every agent, nor must a change of the leader.
     */
    public boolean warmingUp() {
        return nanoTime.getAsLong() - startNanos < LOST_AFTER.toNanos();
    }

    /**
     * Notes a Lease.
     *
     * @param renewTime as the agent wrote it; the same value again is no new heartbeat
     * @param now wall clock
     * @param lostAfter the silence that counts as this agent's loss
     */
    public void seen(String node, Instant renewTime, Instant now, Duration lostAfter) {
        beats.compute(node, (name, old) -> {
            if (old == null) {
                long age = Math.clamp(Duration.between(renewTime, now).toNanos(), 0, lostAfter.toNanos());
                return new Beat(renewTime, nanoTime.getAsLong() - age, lostAfter);
            }
            return old.renewTime().equals(renewTime) ? old : new Beat(renewTime, nanoTime.getAsLong(), lostAfter);
        });
    }

    /** The silence that counts as the agent's loss. */
    public Duration lostAfter(String node) {
        return Optional.ofNullable(beats.get(node)).map(Beat::lostAfter).orElse(LOST_AFTER);
    }

    /**
     * Whether agents are lost, and most of all fell silent together with them: rather an outage of the API server or the
     * network than the death of so many. Those overdue by half the time count as silent, as agents that fall silent at one
     * moment are not lost at one moment.
     */
    public boolean massSilence() {
        long now = nanoTime.getAsLong();
        int alive = 0;
        boolean lost = false;
        long latest = Long.MIN_VALUE;
        List<Beat> silent = new ArrayList<>();
        for (Beat beat : beats.values()) {
            long age = now - beat.seenNanos();
            if (2 * age < beat.lostAfter().toNanos()) {
                alive++;
            } else {
                silent.add(beat);
                latest = Math.max(latest, beat.seenNanos());
                lost |= age >= beat.lostAfter().toNanos();
            }
        }
        long since = latest - TOGETHER.toNanos();
        long together =
                silent.stream().filter(beat -> beat.seenNanos() >= since).count();
        return lost && together >= LEAST_MASS && together > alive;
    }

    /** The Lease is gone. */
    public void gone(String node) {
        beats.remove(node);
    }

    /** How long the agent still counts as alive, zero or negative once it is lost; empty without a Lease. */
    public Optional<Duration> remaining(String node) {
        return Optional.ofNullable(beats.get(node))
                .map(beat -> beat.lostAfter().minusNanos(nanoTime.getAsLong() - beat.seenNanos()));
    }
}
