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

    int size() {
        return places.size();
    }

    boolean isEmpty() {
        return places.isEmpty();
    }
}
