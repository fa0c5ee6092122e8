package dev.millrace.operator.adaptation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The last few samples of one figure, at most one a period. Its value is their median, so that an outlier changes nothing,
 * and there is none before enough samples are there, so that a burst changes nothing either. Not thread-safe.
 */
final class Sustained {
    static final int SAMPLES = 5;
    static final int LEAST = 3;

    private final Duration period;
    private final Deque<Double> samples = new ArrayDeque<>();
    private Instant next = Instant.MIN;

    /** No samples yet. */
    Sustained(Duration period) {
        this.period = period;
    }

    /** Takes a sample if the last one is at least a period old; returns whether it did. */
    boolean offer(double value, Instant now) {
        if (now.isBefore(next) || !Double.isFinite(value)) {
            return false;
        }
        next = now.plus(period);
        samples.addLast(value);
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
        return true;
    }

    /** The median (of an even number, the lower); empty before {@value #LEAST} samples. */
    OptionalDouble value() {
        if (samples.size() < LEAST) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = samples.stream().sorted().toList();
        return OptionalDouble.of(sorted.get((sorted.size() - 1) / 2));
    }
}
