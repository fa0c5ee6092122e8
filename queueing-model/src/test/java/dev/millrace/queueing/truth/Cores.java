package dev.millrace.queueing.truth;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** The cores of a node: one queue, one core per visit, in order of arrival. */
final class Cores {
    private record Visit(double workMs, Server.Waiting waiting) {}

    private final EventList events;
    private final Queue<Visit> queue = new ArrayDeque<>();
    private int idle;

    Cores(EventList events, int cores) {
        this.events = events;
        this.idle = cores;
    }

    /** The cores as a server whose work per request is drawn when the request arrives. */
    Server doing(ToDoubleFunction<Request> workMs) {
        return (request, done) -> visit(workMs.applyAsDouble(request), request, done);
    }

    private void visit(double workMs, Request request, Consumer<Request> done) {
        queue.add(new Visit(workMs, new Server.Waiting(request, done)));
        begin();
    }

    private void begin() {
        if (idle > 0 && !queue.isEmpty()) {
            Visit visit = queue.remove();
            idle--;
            events.after(visit.workMs, () -> {
                idle++;
                visit.waiting.leave();
                begin();
            });
        }
    }
}
