package dev.millrace.placement.solver;

/** Improves a confirmed plan until its time is over. */
@FunctionalInterface
interface Improvement {
    void run();
}
