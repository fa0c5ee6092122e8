package dev.millrace.agent.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One server over all copies, that pays a switch for a copy that is not resident: an EdgeTPU. */
public final class OneAtATime implements Discipline {
    private final Map<Copy, Line> lines = new LinkedHashMap<>();
    private final Residency residency = new Residency();
    private Order order;
    private long arrivals;
    private boolean busy;
    private int waiting;

    public OneAtATime(Order order) {
        this.order = order;
    }

    /** Holds from the next start on; what waits stays where it is. */
    public void order(Order changed) {
        this.order = changed;
    }

    @Override
    public void enqueue(Job job) {
        lines.computeIfAbsent(job.copy(), copy -> new Line()).add(arrivals++, job);
        waiting++;
    }

    @Override
    public @Nullable Dispatch next(long nowNanos, Consumer<Job> expired) {
        if (busy || waiting == 0) {
            return null;
        }
        Line chosen = choose(nowNanos, job -> {
            waiting--;
            expired.accept(job);
        });
        if (chosen == null) {
            return null;
        }
        busy = true;
        waiting--;
        Job job = chosen.poll();
        return new Dispatch(job.copy(), List.of(job), residency.load(job.copy()));
    }

    private @Nullable Line choose(long nowNanos, Consumer<Job> expired) {
        Line chosen = null;
        boolean chosenResident = false;
        long chosenKey = 0;
        for (Map.Entry<Copy, Line> entry : lines.entrySet()) {
            Line line = entry.getValue();
            Job head = line.head(nowNanos, expired);
            if (head == null) {
                continue;
            }
            boolean resident = order == Order.SWAP_AWARE && residency.holds(entry.getKey());
            long key = order == Order.SWAP_AWARE ? head.deadlineNanos() : line.headNumber();
            boolean better = resident == chosenResident ? key - chosenKey < 0 : resident;
            if (chosen == null || better) {
                chosen = line;
                chosenResident = resident;
                chosenKey = key;
            }
        }
        return chosen;
    }

    @Override
    public void forget(Copy copy) {
        residency.forget(copy);
        Line line = lines.get(copy);
        if (line != null && line.isEmpty()) {
            lines.remove(copy);
        }
    }

    @Override
    public void completed(Dispatch dispatch) {
        busy = false;
    }

    @Override
    public double busy() {
        return busy ? 1 : 0;
    }

    @Override
    public int waiting() {
        return waiting;
    }

    @Override
    public int waiting(Copy copy) {
        Line line = lines.get(copy);
        return line == null ? 0 : line.size();
    }

    @Override
    public @Nullable Job least(@Nullable Copy copy) {
        Job least = null;
        for (Map.Entry<Copy, Line> entry : lines.entrySet()) {
            Job job = copy == null || entry.getKey() == copy ? entry.getValue().least(null) : null;
            if (job != null && (least == null || job.priority() < least.priority())) {
                least = job;
            }
        }
        return least;
    }

    @Override
    public void remove(Job job) {
        Line line = lines.get(job.copy());
        if (line != null && line.remove(job)) {
            waiting--;
        }
    }
}
