package dev.millrace.placement;

/** Hears how far a plan is. Called from the solving thread, so implementations return quickly. */
@FunctionalInterface
public interface SolveProgress {
    /** Hears nothing. */
    SolveProgress NONE = (placed, offered, phase) -> {};

    /**
     * Called now and then.
     *
     * @param placed apps hosted in the best plan so far
     * @param offered apps of the snapshot
     * @param phase what is being done, one or two words
     */
    void report(int placed, int offered, String phase);
}
