package dev.millrace.placement.solver;

import java.util.List;

/**
 * What a local search may do.
 *
 * @param active the apps it may place, move and drop; all others stay out of its plan
 * @param target it may stop once that many are hosted
 * @param maxSteps most accepted or rejected steps; what makes a run repeatable
 */
public record SearchScope(List<Integer> active, int target, Deadline deadline, long maxSteps, long seed) {
    public SearchScope {
        active = List.copyOf(active);
    }
}
