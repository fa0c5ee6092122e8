package dev.millrace.agent.node;

import dev.millrace.agent.runtime.foreign.CLibrary;
import java.util.concurrent.ThreadFactory;
import org.jboss.logging.Logger;

/**
 * Threads that only get what serving leaves: at the lowest scheduling weight of Linux (nice 19, 15 against 1024). Java's
 * thread priorities have no effect there. Threads that they start inherit it.
 */
public final class Background implements ThreadFactory {
    private static final Logger LOG = Logger.getLogger(Background.class);
    private static final int THREAD = 0;
    private static final int LEAST = 19;

    /** int setpriority(int which, id_t who, int value); who 0 is the calling thread. */
    public interface SetPriority {
        int call(int which, int who, int value);
    }

    private final ThreadFactory threads;

    /** Named after what they do, and a number. */
    public Background(String name) {
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
        try {
            int failed = CLibrary.standard()
                    .function("setpriority", SetPriority.class)
                    .call(THREAD, 0, LEAST);
            if (failed != 0) {
                LOG.debug("background work keeps the priority of serving");
            }
        } catch (IllegalArgumentException e) {
            LOG.debugf("background work keeps the priority of serving: %s", e.getMessage());
        }
    }
}
