package dev.millrace.agent.node;

import dev.millrace.agent.runtime.foreign.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ThreadFactory;
import org.jboss.logging.Logger;

/**
 * Threads that only get what serving leaves: under Linux' policy SCHED_IDLE, whose threads any other displaces as soon as it
 * wakes up, and whose cores count as idle for those that look for one. Java's thread priorities have no effect there.
 * Threads that they start inherit it. On a node without an idle moment loading all but stands still.
 */
final class Background implements ThreadFactory {
    private static final Logger LOG = Logger.getLogger(Background.class);
    private static final int THIS_THREAD = 0;
    private static final int SCHED_IDLE = 5;

    /** int sched_setscheduler(pid_t pid, int policy, const struct sched_param *param): a struct of one int, 0 here. */
    public interface SetScheduler {
        int call(int thread, int policy, MemorySegment parameter);
    }

    private final ThreadFactory threads;

    Background(String name) {
        this.threads = Thread.ofPlatform()
                .name(name + "-", 0)
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .factory();
    }

    @Override
    public Thread newThread(Runnable task) {
        return threads.newThread(() -> {
            yieldToServing();
            task.run();
        });
    }

    private static void yieldToServing() {
        try (Arena arena = Arena.ofConfined()) {
            int failed = CLibrary.standard()
                    .function("sched_setscheduler", SetScheduler.class)
                    .call(THIS_THREAD, SCHED_IDLE, arena.allocate(ValueLayout.JAVA_INT));
            if (failed != 0) {
                LOG.debug("loading keeps the priority of serving");
            }
        } catch (IllegalArgumentException e) {
            LOG.debugf("loading keeps the priority of serving: %s", e.getMessage());
        }
    }
}
