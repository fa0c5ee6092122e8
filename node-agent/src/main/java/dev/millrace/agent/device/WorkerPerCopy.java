package dev.millrace.agent.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker per copy with a line of its own; a worker that becomes free takes what waits, up to the copy's largest
 * batch, and never waits for more: a GPU.
 */
public final class WorkerPerCopy implements Discipline {
    private final Map<Copy, Line> lines = new LinkedHashMap<>();
    private final Set<Copy> busy = new HashSet<>();
    private int waiting;

    @Override
    public void enqueue(Job job) {
        lines.computeIfAbsent(job.copy(), copy -> new Line()).add(0, job);
        waiting++;
    }

    @Override
    public @Nullable Dispatch next(long nowNanos, Consumer<Job> expired) {
        for (Map.Entry<Copy, Line> entry : lines.entrySet()) {
            Copy copy = entry.getKey();
            if (busy.contains(copy)) {
                continue;
            }
            List<Job> batch = take(entry.getValue(), copy.maxBatch(), nowNanos, expired);
            if (!batch.isEmpty()) {
                busy.add(copy);
                return new Dispatch(copy, batch, 0);
            }
        }
        return null;
    }

    private List<Job> take(Line line, int most, long nowNanos, Consumer<Job> expired) {
        List<Job> batch = new ArrayList<>(Math.min(most, line.size()));
        while (batch.size() < most
                && line.head(nowNanos, job -> {
                            waiting--;
                            expired.accept(job);
                        })
                        != null) {
            batch.add(line.poll());
            waiting--;
        }
        return batch;
    }

    @Override
    public void forget(Copy copy) {
        Line line = lines.get(copy);
        if (line != null && line.isEmpty()) {
            lines.remove(copy);
        }
    }

    @Override
    public void completed(Dispatch dispatch) {
        busy.remove(dispatch.copy());
    }

    @Override
    public double busy() {
        return busy.isEmpty() ? 0 : 1;
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
