package dev.millrace.placement.solver;

import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.ResponseTimePredictor;

/**
 * Packs apps so that every objective holds: construction, local search on fast predictions, confirmation on accurate ones.
 * A plan that it returns was confirmed as a whole; what could not be confirmed in time is refused.
 */
public final class MillraceSolver implements PlacementSolver {
    public static final String NAME = "millrace";

    private final ResponseTimePredictor predictor;
    private final LocalSearch search;
    private final long maxSteps;

    /**
     * A solver.
     *
     * @param search must be usable from several threads at once, as the predictor must
     * @param maxSteps steps of each local search; with enough time for all of them equal seeds give equal plans
     */
    public MillraceSolver(ResponseTimePredictor predictor, LocalSearch search, long maxSteps) {
        this.predictor = predictor;
        this.search = search;
        this.maxSteps = maxSteps;
    }

    @Override
    public Plan solve(ClusterSnapshot snapshot, SolveOptions options, SolveProgress progress) {
        return new PlanningRun(snapshot, options, progress, predictor, search, maxSteps).run();
    }
}
