package dev.millrace.placement.solver;

import java.util.List;

/**
 * What a local search may do.
 *
 * @param active the apps it may place, move and drop; all others stay out of its plan
 * @param target it may stop once that many are hosted
 * @param maxSteps most accepted or rejected steps; what makes a run repeatable
 * @param patience it ends after so many steps without a better plan
 */
public record SearchScope(
        List<Integer> active, int target, Deadline deadline, long maxSteps, long patience, long seed) {
    public SearchScope {
        active = List.copyOf(active);
    }

    /** A scope in which the search goes on until the deadline, however long it finds nothing. */
    public SearchScope(List<Integer> active, int target, Deadline deadline, long maxSteps, long seed) {
        this(active, target, deadline, maxSteps, Long.MAX_VALUE, seed);
    }
}
