package dev.millrace.operator.planning;

import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.ResponseTimePredictor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Asks the solver for a plan and the predictor for what it does. */
public final class PlanSearch {
    /** Equal snapshots get equal plans. */
    private static final long SEED = 1;

    private final Function<String, PlacementSolver> solvers;
    private final ResponseTimePredictor predictor = new RememberedPredictions(new QueueingPredictor());
    private final PlanEvaluator evaluator = new PlanEvaluator(predictor, Accuracy.ACCURATE);

    /**
     * A search.
     *
     * @param solvers by the name a policy gives; usually {@code PlacementSolvers::named}
     */
    public PlanSearch(Function<String, PlacementSolver> solvers) {
        this.solvers = solvers;
    }

    /**
     * Solves within {@code limit} or the policy's solve time, whichever is shorter.
     *
     * @throws IllegalArgumentException if the policy names an algorithm that does not exist
     */
    Solution solve(ClusterSnapshot snapshot, Duration limit) {
        return solve(snapshot, limit, () -> false);
    }

    /** What assignments do to their apps, whoever decided them. */
    PlanEvaluation evaluate(ClusterSnapshot snapshot, List<Assignment> assignments, Plan plan) {
        return evaluator.evaluate(snapshot, assignments, plan.disciplines());
    }

    /** The predictor that all of its figures come from. */
    ResponseTimePredictor predictor() {
        return predictor;
    }

    /**
     * Solves within {@code limit} or the policy's solve time, whichever is shorter.
     *
     * @param abandon asked between the phases of the search
     * @throws CancellationException if {@code abandon} became true on the way
     */
    Solution solve(ClusterSnapshot snapshot, Duration limit, BooleanSupplier abandon) {
        Duration whole = snapshot.policy().solveTime();
        boolean full = whole.compareTo(limit) <= 0;
        SolveOptions options =
                new SolveOptions(full ? whole : limit, SEED, snapshot.policy().goal(), SolveOptions.Order.ARRIVAL);
        Plan plan = solvers.apply(snapshot.policy().algorithm()).solve(snapshot, options, (placed, offered, phase) -> {
            if (abandon.getAsBoolean()) {
                throw new CancellationException();
            }
        });
        Plan adopted = CarryOver.needed(snapshot, plan) ? CarryOver.of(snapshot, plan) : plan;
        return new Solution(
                snapshot,
                adopted,
                evaluator.evaluate(snapshot, adopted.assignments(), adopted.disciplines()),
                Set.of(),
                full);
    }
}
