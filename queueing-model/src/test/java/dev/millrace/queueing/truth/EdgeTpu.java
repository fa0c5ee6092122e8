package dev.millrace.queueing.truth;

import dev.millrace.queueing.model.Copy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One request at a time; a copy that is not resident is loaded first and evicts what is outside its set. */
final class EdgeTpu implements Server {
    private final EventList events;
    private final Chance chance;
    private final boolean swapAware;
    private final List<Waiting> queue = new ArrayList<>();
    private final Map<String, Copy> resident = new HashMap<>();
    private boolean busy;

    EdgeTpu(EventList events, Chance chance, boolean swapAware) {
        this.events = events;
        this.chance = chance;
        this.swapAware = swapAware;
    }

    @Override
    public void accept(Request request, Consumer<Request> done) {
        queue.add(new Waiting(request, done));
        begin();
    }

    private void begin() {
        if (busy || queue.isEmpty()) {
            return;
        }
        Waiting next = queue.remove(swapAware ? mostUrgent() : 0);
        Copy copy = next.request().copy();
        double timeMs = chance.serviceMs(copy, 1);
        if (!resident.containsKey(copy.id())) {
            timeMs += copy.switchMs();
            String set = copy.coResidentSet();
            resident.values().removeIf(other -> set == null || !set.equals(other.coResidentSet()));
            resident.put(copy.id(), copy);
        }
        busy = true;
        events.after(timeMs, () -> {
            busy = false;
            next.leave();
            begin();
        });
    }

    /** Of the first requests of all copies: resident ones before others, then the earliest deadline. */
    private int mostUrgent() {
        Set<String> seen = new HashSet<>();
        int best = -1;
        for (int i = 0; i < queue.size(); i++) {
            if (seen.add(queue.get(i).request().copy().id()) && (best < 0 || before(queue.get(i), queue.get(best)))) {
                best = i;
            }
        }
        return best;
    }

    private boolean before(Waiting one, Waiting other) {
        boolean oneIsResident = resident.containsKey(one.request().copy().id());
        if (oneIsResident != resident.containsKey(other.request().copy().id())) {
            return oneIsResident;
        }
        return one.request().deadlineMs() < other.request().deadlineMs();
    }
}
