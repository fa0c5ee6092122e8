package dev.millrace.agent.device;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several equal servers, one line, in order of arrival: the cores of a node. */
public final class SharedServers implements Discipline {
    private final int servers;
    private final Line line = new Line();
    private int busy;

    public SharedServers(int servers) {
        this.servers = servers;
    }

    @Override
    public void enqueue(Job job) {
        line.add(0, job);
    }

    @Override
    public @Nullable Dispatch next(long nowNanos, Consumer<Job> expired) {
        if (busy == servers || line.head(nowNanos, expired) == null) {
            return null;
        }
        busy++;
        Job job = line.poll();
        return new Dispatch(job.copy(), List.of(job), 0);
    }

    @Override
    public void completed(Dispatch dispatch) {
        busy--;
    }

    @Override
    public double busy() {
        return (double) busy / servers;
    }

    @Override
    public int waiting() {
        return line.size();
    }

    @Override
    public int waiting(Copy copy) {
        return line.size(copy);
    }

    @Override
    public @Nullable Job least(@Nullable Copy copy) {
        return line.least(copy);
    }

    @Override
    public void remove(Job job) {
        line.remove(job);
    }
}
