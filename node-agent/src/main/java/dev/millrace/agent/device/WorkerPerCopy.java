package dev.millrace.agent.device;

import java.util.ArrayList;
import java.util.HashSet;
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
    private final CopyLines lines = new CopyLines();
    private final Set<Copy> busy = new HashSet<>();

    @Override
    public void enqueue(Job job) {
        lines.add(0, job);
    }

    @Override
    public @Nullable Dispatch next(long nowNanos, Consumer<Job> expired) {
        for (Map.Entry<Copy, Line> entry : lines.entries()) {
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
        while (batch.size() < most && line.head(nowNanos, expired) != null) {
            batch.add(line.poll());
        }
        return batch;
    }

    @Override
    public void forget(Copy copy) {
        lines.forget(copy);
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
