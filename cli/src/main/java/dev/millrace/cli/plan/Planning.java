package dev.millrace.cli.plan;

import dev.millrace.cli.Progress;
import dev.millrace.cli.input.Situation;
import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Policy;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;

/**
 * A plan and what it gives every app.
 *
 * @param evaluation of the plan by the accurate predictor
 * @param predictor one that remembers what was asked while planning
 */
public record Planning(Plan plan, PlanEvaluation evaluation, RememberingPredictor predictor) {
    /** Of the time given, what is kept for the figures of the finished plan and for printing them. */
    private static final double REPORTING_SHARE = 0.05;

    /** What the solver gets even where a slow machine has used up the time on reading. */
    private static final Duration LEAST_SOLVE_TIME = Duration.ofMillis(500);

    /**
     * Plans all apps within the time that the options give, counted from {@code startedNanos}.
     *
     * @param startedNanos {@link System#nanoTime()} when the command began
     */
    public static Planning run(Situation situation, SolverOptions options, long startedNanos, Progress progress) {
        Policy policy = situation.snapshot().policy();
        RememberingPredictor predictor = new RememberingPredictor(new QueueingPredictor());
        PlacementSolver solver = PlacementSolvers.named(options.algorithm(policy), predictor);
        Duration total = options.time(policy);
        Duration spent = Duration.ofNanos(System.nanoTime() - startedNanos);
        Duration remaining =
                total.minusMillis((long) (total.toMillis() * REPORTING_SHARE)).minus(spent);
        Duration least = LEAST_SOLVE_TIME.compareTo(total) < 0 ? LEAST_SOLVE_TIME : total;
        if (remaining.compareTo(least) < 0) {
            remaining = least;
        }
        progress.note("reading took " + spent.toMillis() + " ms of " + total.toMillis() + " ms, planning may take "
                + remaining.toMillis() + " ms");
        Plan plan = solver.solve(
                situation.snapshot(),
                options.solve(policy, remaining),
                (placed, offered, phase) ->
                        progress.show("planning: " + phase + ", " + placed + " of " + offered + " apps placed"));
        progress.show("planning: figures of the plan");
        PlanEvaluation evaluation = new PlanEvaluator(predictor, Accuracy.ACCURATE)
                .evaluate(situation.snapshot(), plan.assignments(), plan.disciplines());
        progress.clear();
        progress.note("planned after "
                + Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() + " ms");
        return new Planning(plan, evaluation, predictor);
    }
}
