package dev.millrace.cli.plan;

import dev.millrace.cli.Progress;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.MillraceSolver;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulationOptions;
import java.time.Duration;
import java.util.List;

/** Predicts what a finished plan gives every app, in the time that is left for it. */
final class Figures {
    /** Requests that one core simulates in a millisecond, on a slow machine. */
    private static final long REQUESTS_A_MILLI = 500;

    /** Accurate figures are worth ending late by so much: the contract allows a second. */
    private static final long TOLERATED_MILLIS = 900;

    private static final long LEAST_REQUESTS = 300;
    private static final long MOST_REQUESTS = 20_000;
    private static final long SEED = 31;

    private Figures() {}

    /**
     * The figures of a plan: by the accurate predictor where that fits into the time, else, on clusters of many devices, by
     * simulations as short as they have to be. Whether an objective is kept is then no question for such figures: the planner
     * has confirmed it of every app that it places.
     */
    static PlanEvaluation of(
            ClusterSnapshot snapshot, Plan plan, RememberingPredictor predictor, Duration left, Progress progress) {
        long devices = plan.assignments().stream()
                .map(assignment -> assignment.device())
                .distinct()
                .count();
        int cores = Runtime.getRuntime().availableProcessors();
        double needed = Planning.slowness() * devices * Planning.FIGURES_MILLIS / cores;
        if (needed <= left.toMillis() + TOLERATED_MILLIS) {
            return new PlanEvaluator(predictor, Accuracy.ACCURATE)
                    .evaluate(snapshot, plan.assignments(), plan.disciplines());
        }
        long requests = Math.max(0, left.toMillis())
                * cores
                * REQUESTS_A_MILLI
                / Math.max(1, plan.assignments().size());
        long each = Math.clamp(requests, LEAST_REQUESTS, MOST_REQUESTS);
        progress.note(
                "no time for accurate figures of " + devices + " devices: " + each + " requests an app are simulated");
        long end = System.nanoTime() + left.toNanos();
        // A slower machine than reckoned with: what comes after the end is shorter still.
        ResponseTimePredictor simulation =
                (node, accuracy) -> simulated(node, System.nanoTime() - end < 0 ? each : LEAST_REQUESTS);
        PlanEvaluation brief =
                new PlanEvaluator(simulation, Accuracy.FAST).evaluate(snapshot, plan.assignments(), plan.disciplines());
        return plan.algorithm().equals(MillraceSolver.NAME) ? confirmed(brief) : brief;
    }

    private static NodePrediction simulated(NodeModel node, long requests) {
        return NodeSimulator.simulate(node, SimulationOptions.of(requests, SEED))
                .prediction();
    }

    private static PlanEvaluation confirmed(PlanEvaluation brief) {
        List<AppOutcome> apps = brief.apps().stream()
                .map(outcome -> new AppOutcome(
                        outcome.app(), outcome.response(), outcome.response() != null, outcome.replicas()))
                .toList();
        return new PlanEvaluation(apps, brief.devices());
    }
}
