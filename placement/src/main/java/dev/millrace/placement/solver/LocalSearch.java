package dev.millrace.placement.solver;

/** Improves a plan by small changes. The port behind which the solver engine stands. */
@FunctionalInterface
public interface LocalSearch {
    /**
     * Improves a feasible plan in place; it stays feasible, and never gets worse by {@code merit}.
     *
     * @return steps taken
     */
    long improve(PlanState state, Merit merit, SearchScope scope);
}
