package dev.millrace.agent.device;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Jobs of one copy in order of arrival, each with its place in the order over all lines of the device. */
final class Line {
    private record Place(long number, Job job) {}

    private final ArrayDeque<Place> places = new ArrayDeque<>();

    void add(long number, Job job) {
        places.add(new Place(number, job));
    }

    /** The first job that has not expired; those before it go to the consumer. */
    @Nullable Job head(long nowNanos, Consumer<Job> expired) {
        for (Place place = places.peek(); place != null; place = places.peek()) {
            if (!place.job().expired(nowNanos)) {
                return place.job();
            }
            places.poll();
            expired.accept(place.job());
        }
        return null;
    }

    /** Place of the first job in the order of the device; largest where the line is empty. */
    long headNumber() {
        Place place = places.peek();
        return place == null ? Long.MAX_VALUE : place.number();
    }

    Job poll() {
        return places.remove().job();
    }

    /** The job of least priority, the last of equals; of all copies, or of one. */
    @Nullable Job least(@Nullable Copy copy) {
        Job least = null;
        for (Place place : places) {
            Job job = place.job();
            if ((copy == null || job.copy() == copy) && (least == null || job.priority() <= least.priority())) {
                least = job;
            }
        }
        return least;
    }

    boolean remove(Job job) {
        return places.removeIf(place -> place.job() == job);
    }

    int size(Copy copy) {
        int count = 0;
        for (Place place : places) {
            count += place.job().copy() == copy ? 1 : 0;
        }
        return count;
    }

    int size() {
        return places.size();
    }

    boolean isEmpty() {
        return places.isEmpty();
    }
}
