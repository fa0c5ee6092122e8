package dev.millrace.placement.solver;

import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Slo;
import dev.millrace.placement.problem.Problem;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.result.StationLoad;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Compares accurate predictions with the objectives, the policy's margin deducted. */
final class SloCheck {
    private static final double ROUNDING = 1e-9;

    private final Problem problem;
    private final Map<AppRef, App> apps;

    SloCheck(Problem problem) {
        this.problem = problem;
        this.apps = problem.snapshot().appsByRef();
    }

    /** The devices of a node on which some replica misses its app's objective, or that are loaded beyond the limit. */
    Set<DeviceRef> missed(String node, List<Assignment> assignments, NodePrediction prediction) {
        Set<DeviceRef> missed = new TreeSet<>();
        for (Assignment assignment : Confirmation.on(node, assignments)) {
            BranchResponse branch = prediction.branch(
                    assignment.app().toString(), assignment.device().device());
            ResponseTime response = branch == null ? null : branch.response();
            if (response == null || !within(app(assignment.app()), response)) {
                missed.add(assignment.device());
            }
        }
        for (StationLoad station : prediction.stations()) {
            if (station.load() > problem.policy().maxUtilization() + ROUNDING) {
                // The CPU where no CPU device is declared is no device: whoever runs on the node loads it.
                Confirmation.on(node, assignments).stream()
                        .map(Assignment::device)
                        .filter(device -> device.device().equals(station.station())
                                || station.station().equals(NodeModel.CPU_STATION))
                        .forEach(missed::add);
            }
        }
        return missed;
    }

    /** Whether every app of a plan holds over all its replicas. */
    boolean holds(
            List<Assignment> assignments, Map<DeviceRef, Discipline> disciplines, ResponseTimePredictor accurate) {
        PlanEvaluation evaluation =
                new PlanEvaluator(accurate, Accuracy.ACCURATE).evaluate(problem.snapshot(), assignments, disciplines);
        for (AppOutcome outcome : evaluation.apps()) {
            ResponseTime response = outcome.response();
            if (response == null || !within(app(outcome.app()), response)) {
                return false;
            }
        }
        return true;
    }

    private boolean within(App app, ResponseTime response) {
        Slo slo = app.slo();
        return slo.objective()
                .within(response, slo.latencyMs() * (1 - problem.policy().safetyMargin()));
    }

    private App app(AppRef ref) {
        return Objects.requireNonNull(apps.get(ref), () -> "unknown app " + ref);
    }
}
