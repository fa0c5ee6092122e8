package dev.millrace.queueing.truth;

import dev.millrace.queueing.model.Copy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** One worker per copy with a queue of its own; the workers that have a batch in flight share the device equally. */
final class Gpu implements Server {
    private static final class Worker {
        final Copy copy;
        final int mostRequests;
        final Queue<Waiting> queue = new ArrayDeque<>();
        final List<Waiting> batch = new ArrayList<>();
        double leftMs;

        Worker(Copy copy) {
            this.copy = copy;
            int profiled = copy.service().rows().getLast().batch();
            this.mostRequests = Math.min(copy.maxBatch(), profiled);
        }
    }

    private final EventList events;
    private final Chance chance;
    private final List<Worker> workers = new ArrayList<>();
    private double upToMs;
    private long change;

    Gpu(EventList events, Chance chance, List<Copy> copies) {
        this.events = events;
        this.chance = chance;
        copies.forEach(copy -> workers.add(new Worker(copy)));
    }

    @Override
    public void accept(Request request, Consumer<Request> done) {
        work();
        for (Worker worker : workers) {
            if (worker.copy.id().equals(request.copy().id())) {
                worker.queue.add(new Waiting(request, done));
                begin(worker);
            }
        }
        awaitNext();
    }

    /** Does the work between the last change and now. */
    private void work() {
        double shareMs = (events.nowMs() - upToMs) / busy();
        for (Worker worker : workers) {
            if (!worker.batch.isEmpty()) {
                worker.leftMs -= shareMs;
            }
        }
        upToMs = events.nowMs();
    }

    private int busy() {
        int busy = 0;
        for (Worker worker : workers) {
            busy += worker.batch.isEmpty() ? 0 : 1;
        }
        return busy;
    }

    private void begin(Worker worker) {
        if (!worker.batch.isEmpty() || worker.queue.isEmpty()) {
            return;
        }
        while (worker.batch.size() < worker.mostRequests && !worker.queue.isEmpty()) {
            worker.batch.add(worker.queue.remove());
        }
        worker.leftMs = chance.serviceMs(worker.copy, worker.batch.size());
    }

    /** Enters the end of the batch that ends next if nothing changes before; a change makes the event void. */
    private void awaitNext() {
        long expected = ++change;
        Worker next = null;
        for (Worker worker : workers) {
            if (!worker.batch.isEmpty() && (next == null || worker.leftMs < next.leftMs)) {
                next = worker;
            }
        }
        if (next != null) {
            Worker ending = next;
            events.after(Math.max(0, ending.leftMs) * busy(), () -> {
                if (change == expected) {
                    end(ending);
                }
            });
        }
    }

    private void end(Worker worker) {
        work();
        List<Waiting> done = List.copyOf(worker.batch);
        worker.batch.clear();
        begin(worker);
        awaitNext();
        done.forEach(Waiting::leave);
    }
}
