package dev.millrace.queueing.truth;

import java.util.PriorityQueue;

/** What happens when, in ms of simulated time; equal times in the order of their entry. */
final class EventList {
    private record Event(double atMs, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private double nowMs;
    private long entered;

    double nowMs() {
        return nowMs;
    }

    /** Lets {@code action} happen {@code delayMs} from now. */
    void after(double delayMs, Runnable action) {
        events.add(new Event(nowMs + delayMs, entered++, action));
    }

    /** Lets the next event happen; there is always one, as no source of requests ends. */
    void step() {
        Event next = events.remove();
        nowMs = next.atMs;
        next.action.run();
    }
}
