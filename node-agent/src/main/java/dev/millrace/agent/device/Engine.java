package dev.millrace.agent.device;

import org.jspecify.annotations.Nullable;

/**
 * Executes what a discipline has chosen. Execution ends either at a time that the engine knows in advance
 * ({@link #nextEndNanos}) or on a thread of its own, which then calls the listener. Called under the station's lock.
 */
public interface Engine extends AutoCloseable {
    long NONE = Long.MAX_VALUE;

    void start(Dispatch dispatch, long atNanos);

    /** When the next execution of known length ends; {@link #NONE} when there is none. */
    default long nextEndNanos() {
        return NONE;
    }

    /** Takes out the execution that ends at {@link #nextEndNanos()}. */
    default @Nullable Dispatch takeEnded() {
        return null;
    }

    /** Where the ends of executions of unknown length are reported; set once, before the first start. */
    default void onEnd(EndListener listener) {}

    @Override
    default void close() {}

    /** Told of the end of an execution of unknown length, by the thread that executed it. */
    interface EndListener {
        void ended(Dispatch dispatch, long atNanos);
    }
}
