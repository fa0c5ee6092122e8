package dev.millrace.operator.planning;

import dev.millrace.placement.model.ClusterSnapshot;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Searches in the background, one at a time, on a thread of its own. A search goes on while apps come and go, as its result
 * can be brought up to date; it is abandoned when nodes or policy change. A solver looks up between its phases only, so the
 * next search starts when the abandoned one has ended.
 */
final class LongSearch {
    private record Running(SearchJob job, AtomicBoolean abandoned) {}

    private final PlanSearch search;
    private final Runnable onEnd;
    private @Nullable Running running;
    private @Nullable Solution found;
    private @Nullable RuntimeException failure;

    /**
     * Not searching yet.
     *
     * @param onEnd called on the search's thread when one has ended, whatever the outcome
     */
    LongSearch(PlanSearch search, Runnable onEnd) {
        this.search = search;
        this.onEnd = onEnd;
    }

    /** Searches for that unless a search is under way; one on other nodes or another policy is abandoned. */
    synchronized void consider(SearchJob job) {
        if (running == null) {
            Running next = new Running(job, new AtomicBoolean());
            running = next;
            Thread.ofPlatform().name("planner-search").daemon().start(() -> run(next));
        } else if (!sameGround(running.job().snapshot(), job.snapshot())) {
            running.abandoned().set(true);
        }
    }

    /** Ends the search under way, if any, at its next look. */
    synchronized void abandon() {
        if (running != null) {
            running.abandoned().set(true);
        }
    }

    /**
     * What a search has found since the last call.
     *
     * @throws RuntimeException with which the search failed
     */
    synchronized Optional<Solution> poll() {
        RuntimeException broken = failure;
        failure = null;
        if (broken != null) {
            throw broken;
        }
        Optional<Solution> result = Optional.ofNullable(found);
        found = null;
        return result;
    }

    private void run(Running own) {
        @Nullable Solution result = null;
        @Nullable RuntimeException broken = null;
        try {
            result = search.solve(own.job().snapshot(), own.job().limit(), own.abandoned()::get);
        } catch (CancellationException e) {
            // Something newer is searched for next.
        } catch (RuntimeException e) {
            broken = e;
        }
        synchronized (this) {
            found = own.abandoned().get() ? null : result;
            failure = broken;
            running = null;
        }
        onEnd.run();
    }

    private static boolean sameGround(ClusterSnapshot one, ClusterSnapshot other) {
        return one.nodes().equals(other.nodes()) && one.policy().equals(other.policy());
    }
}
