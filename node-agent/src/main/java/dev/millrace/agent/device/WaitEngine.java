package dev.millrace.agent.device;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Every execution is a wait of its own drawn length, however many run. */
public final class WaitEngine implements Engine {
    private record Running(long endNanos, Dispatch dispatch) {}

    // Differences, not values, are compared: nanoTime may wrap.
    private final PriorityQueue<Running> running =
            new PriorityQueue<>((a, b) -> Long.signum(a.endNanos() - b.endNanos()));

    @Override
    public void start(Dispatch dispatch, long atNanos) {
        running.add(new Running(atNanos + dispatch.drawNanos(), dispatch));
    }

    @Override
    public long nextEndNanos() {
        Running first = running.peek();
        return first == null ? NONE : first.endNanos();
    }

    @Override
    public @Nullable Dispatch takeEnded() {
        Running first = running.poll();
        return first == null ? null : first.dispatch();
    }
}
