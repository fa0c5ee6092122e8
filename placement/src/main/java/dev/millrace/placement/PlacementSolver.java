package dev.millrace.placement;

import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;

/** Turns a snapshot into a plan. Implementations keep no state between calls and may be called from several threads. */
public interface PlacementSolver {
    /**
     * Plans the snapshot.
     *
     * @param options time, seed, goal and order; the goal overrides the policy's
     * @param progress hears phases and counts
     * @return a plan in which every app of the snapshot is assigned or refused
     */
    Plan solve(ClusterSnapshot snapshot, SolveOptions options, SolveProgress progress);
}
