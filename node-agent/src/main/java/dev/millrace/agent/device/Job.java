package dev.millrace.agent.device;

import org.jspecify.annotations.Nullable;

/**
 * One visit of a request to a device. Times are those of {@link System#nanoTime()}.
 *
 * @param enteredNanos when the request arrived at the device
 * @param deadlineNanos by when its response is due: orders copies under {@link Order#SWAP_AWARE}
 * @param expiresNanos when it is no longer worth serving; {@link #NEVER} for always
 * @param priority higher ones are kept where not all can wait; the order of service does not depend on it
 * @param work real execution, run on a worker of the device; null where execution is a wait
 */
public record Job(
        Copy copy,
        long enteredNanos,
        long deadlineNanos,
        long expiresNanos,
        long priority,
        @Nullable Work work,
        Listener listener) {
    public static final long NEVER = Long.MAX_VALUE;

    Job enteredAt(long nanos) {
        return new Job(copy, nanos, deadlineNanos, expiresNanos, priority, work, listener);
    }

    boolean expired(long nowNanos) {
        return expiresNanos != NEVER && nowNanos - expiresNanos > 0;
    }

    /** Told once how the visit ended, on a thread of the device. */
    public interface Listener {
        void served(Visit visit);

        /** Not served: it expired while it waited. */
        void expired();

        /** Not served: the line was full, and others came first by their priority. */
        default void refused() {
            expired();
        }
    }
}
