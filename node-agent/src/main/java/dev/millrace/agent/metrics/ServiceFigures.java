package dev.millrace.agent.metrics;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.ExecutionListener;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Execution times of each copy as it serves, of the recent past. Executions that had to make the copy resident first are kept
 * apart: what they take longer is the switch time. Thread-safe.
 */
public final class ServiceFigures implements ExecutionListener {
    /** Less executions say nothing yet. */
    static final int FEWEST = 30;

    /**
     * Times of one size of batch.
     *
     * @param meanNanos mean execution time of the whole batch, the copy resident
     * @param cv2 its squared coefficient of variation
     */
    public record Time(double meanNanos, double cv2) {}

    /**
     * What is known of a copy.
     *
     * @param times by size of the batch; sizes seldom seen are absent
     * @param switchNanos mean of what an execution takes longer when the copy was not resident; empty where seldom seen
     */
    public record Reading(SortedMap<Integer, Time> times, OptionalDouble switchNanos) {}

    private record Key(String copy, int batch, boolean switched) {}

    private final Map<Key, Moments> moments = new ConcurrentHashMap<>();

    @Override
    public void executed(Copy copy, int batch, long nanos, long switchNanos) {
        moments.computeIfAbsent(new Key(copy.id(), batch, switchNanos > 0), key -> new Moments())
                .add(nanos + (double) switchNanos);
    }

    /** What is known of the copy with that id. */
    public Reading of(String copy) {
        SortedMap<Integer, Time> times = new TreeMap<>();
        moments.forEach((key, seen) -> {
            if (key.copy().equals(copy) && !key.switched() && seen.count() >= FEWEST) {
                times.put(key.batch(), new Time(seen.mean(), seen.cv2()));
            }
        });
        Moments switched = moments.get(new Key(copy, 1, true));
        Time resident = times.get(1);
        boolean known = switched != null && switched.count() >= FEWEST && resident != null;
        return new Reading(
                times,
                known
                        ? OptionalDouble.of(Math.max(0, switched.mean() - resident.meanNanos()))
                        : OptionalDouble.empty());
    }

    /** Forgets all other copies: one that is loaded anew begins anew. */
    public void keepOnly(Set<String> copies) {
        moments.keySet().removeIf(key -> !copies.contains(key.copy()));
    }
}
