package dev.millrace.operator.planning;

import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Asks the solver for a plan and the predictor for what it does. */
public final class PlanSearch {
    /** Equal snapshots get equal plans. */
    private static final long SEED = 1;

    private final Function<String, PlacementSolver> solvers;
    private volatile Future<?> longSearch = CompletableFuture.completedFuture(null);
    private final PlanEvaluator evaluator =
            new PlanEvaluator(new RememberedPredictions(new QueueingPredictor()), Accuracy.ACCURATE);

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

    /**
     * Searches with the policy's whole solve time; empty if {@code abandon} became true on the way.
     *
     * <p>The search runs on a thread of its own and is left behind when abandoned: a solver looks up between its phases only,
     * and something newer is waiting. The next long search starts when the one left behind has ended.
     *
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    Optional<Solution> solveFully(ClusterSnapshot snapshot, BooleanSupplier abandon) throws InterruptedException {
        while (!longSearch.isDone()) {
            if (abandon.getAsBoolean()) {
                return Optional.empty();
            }
            pause();
        }
        AtomicBoolean abandoned = new AtomicBoolean();
        FutureTask<Solution> search =
                new FutureTask<>(() -> solve(snapshot, snapshot.policy().solveTime(), abandoned::get));
        longSearch = search;
        Thread.ofPlatform().name("planner-long").daemon().start(search);
        while (!search.isDone()) {
            if (abandon.getAsBoolean()) {
                abandoned.set(true);
                return Optional.empty();
            }
            pause();
        }
        return Optional.of(finished(search));
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(20);
    }

    private static Solution finished(FutureTask<Solution> search) {
        if (search.state() == Future.State.SUCCESS) {
            return search.resultNow();
        }
        throw new IllegalStateException("the long search failed", search.exceptionNow());
    }

    private Solution solve(ClusterSnapshot snapshot, Duration limit, BooleanSupplier abandon) {
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
                snapshot, adopted, evaluator.evaluate(snapshot, adopted.assignments(), adopted.disciplines()), full);
    }
}
