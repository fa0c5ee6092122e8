package dev.millrace.agent.node;

import dev.millrace.agent.runtime.foreign.CLibrary;
import org.jboss.logging.Logger;

/** Linux lets timers of a thread fire up to its timer slack late, so that a core wakes up less often: not for devices. */
final class PreciseTimers {
    private static final Logger LOG = Logger.getLogger(PreciseTimers.class);
    private static final int PR_SET_TIMERSLACK = 29;
    private static final long LEAST_NANOS = 1;

    /** int prctl(int option, unsigned long argument). */
    public interface Prctl {
        int call(int option, long argument);
    }

    private PreciseTimers() {}

    /** For the calling thread. */
    static void prepare() {
        try {
            CLibrary.standard().function("prctl", Prctl.class).call(PR_SET_TIMERSLACK, LEAST_NANOS);
        } catch (IllegalArgumentException e) {
            LOG.debugf("timers keep their slack: %s", e.getMessage());
        }
    }
}
