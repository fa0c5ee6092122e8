package dev.millrace.agent.metrics;

import dev.millrace.agent.device.Visit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the statistics extension; they only grow. Thread-safe. */
public final class InferStatistics {
    /**
     * Counts and sums of nanoseconds.
     *
     * @param executions batches, each counted once
     * @param lastMillis end of the last inference, since the epoch
     */
    public record Reading(
            long served,
            long servedNanos,
            long failed,
            long queueNanos,
            long computeNanos,
            long executions,
            long lastMillis) {
        /** Sum of two, of different replicas of an app. */
        public Reading plus(Reading other) {
            return new Reading(
                    served + other.served,
                    servedNanos + other.servedNanos,
                    failed + other.failed,
                    queueNanos + other.queueNanos,
                    computeNanos + other.computeNanos,
                    executions + other.executions,
                    Math.max(lastMillis, other.lastMillis));
        }
    }

    /** A request of a batch of n counts as 1/n execution: kept in parts of this. */
    private static final long WHOLE = 720_720;

    private final LongAdder served = new LongAdder();
    private final LongAdder servedNanos = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder queueNanos = new LongAdder();
    private final LongAdder computeNanos = new LongAdder();
    private final LongAdder executionParts = new LongAdder();
    private final AtomicLong lastMillis = new AtomicLong();

    void served(long totalNanos, Visit visit) {
        served.increment();
        servedNanos.add(totalNanos);
        queueNanos.add(visit.queueNanos());
        computeNanos.add(visit.computeNanos() + visit.switchNanos());
        executionParts.add(WHOLE / visit.batch());
        lastMillis.lazySet(System.currentTimeMillis());
    }

    void failed() {
        failed.increment();
    }

    public Reading read() {
        return new Reading(
                served.sum(),
                servedNanos.sum(),
                failed.sum(),
                queueNanos.sum(),
                computeNanos.sum(),
                Math.ceilDiv(executionParts.sum(), WHOLE),
                lastMillis.get());
    }
}
