package dev.millrace.agent.device;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One server over all copies, that pays a switch for a copy that is not resident: an EdgeTPU. */
public final class OneAtATime implements Discipline {
    private final CopyLines lines = new CopyLines();
    private final Residency residency = new Residency();
    private Order order;
    private long arrivals;
    private boolean busy;

    public OneAtATime(Order order) {
        this.order = order;
    }

    /** Holds from the next start on; what waits stays where it is. */
    public void order(Order changed) {
        this.order = changed;
    }

    @Override
    public void enqueue(Job job) {
        lines.add(arrivals++, job);
    }

    @Override
    public @Nullable Dispatch next(long nowNanos, Consumer<Job> expired) {
        if (busy) {
            return null;
        }
        Line chosen = choose(nowNanos, expired);
        if (chosen == null) {
            return null;
        }
        busy = true;
        Job job = chosen.poll();
        return new Dispatch(job.copy(), List.of(job), residency.load(job.copy()));
    }

    private @Nullable Line choose(long nowNanos, Consumer<Job> expired) {
        Line chosen = null;
        boolean chosenResident = false;
        long chosenKey = 0;
        for (Map.Entry<Copy, Line> entry : lines.entries()) {
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
        lines.forget(copy);
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
        return lines.waiting();
    }

    @Override
    public int waiting(Copy copy) {
        return lines.waiting(copy);
    }

    @Override
    public @Nullable Job least(@Nullable Copy copy) {
        return lines.least(copy);
    }

    @Override
    public void remove(Job job) {
        lines.remove(job);
    }
}
