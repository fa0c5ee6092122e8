package dev.millrace.agent.device;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Jobs with work of their own run on a worker thread, others are waits. */
public final class CpuEngine implements Engine {
    private final WaitEngine waits = new WaitEngine();
    private final ExecutorService workers;
    private EndListener listener = (dispatch, atNanos) -> {};

    /** With that many worker threads, started when first needed. */
    public CpuEngine(String name, int servers) {
        this.workers = Executors.newFixedThreadPool(
                servers, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }

    @Override
    public void onEnd(EndListener ends) {
        this.listener = ends;
    }

    @Override
    public void start(Dispatch dispatch, long atNanos) {
        Work work = dispatch.jobs().getFirst().work();
        if (work == null) {
            waits.start(dispatch, atNanos);
        } else {
            workers.execute(() -> {
                try {
                    work.runTogether(dispatch.work());
                } finally {
                    listener.ended(dispatch, System.nanoTime());
                }
            });
        }
    }

    @Override
    public long nextEndNanos() {
        return waits.nextEndNanos();
    }

    @Override
    public @Nullable Dispatch takeEnded() {
        return waits.takeEnded();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
