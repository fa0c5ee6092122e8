package dev.millrace.placement.solver;

import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.problem.Problem;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The objectives of a snapshot's apps, the policy's margin deducted. */
final class Bounds {
    private final Problem problem;
    private final Map<AppRef, App> apps;

    Bounds(Problem problem) {
        this.problem = problem;
        this.apps = problem.snapshot().appsByRef();
    }

    /** What each replica with traffic has to keep, by node. */
    Map<String, List<Bound>> byNode(List<Assignment> assignments) {
        Map<String, List<Bound>> bounds = new TreeMap<>();
        for (Assignment assignment : assignments) {
            App app = app(assignment.app());
            String device = assignment.device().device();
            bounds.computeIfAbsent(assignment.device().node(), node -> new ArrayList<>())
                    .add(new Bound(app.ref().toString(), device, app.slo().objective(), boundMs(app)));
        }
        return bounds;
    }

    /** Whether every app of a plan holds over all its replicas. */
    boolean hold(List<Assignment> assignments, Map<DeviceRef, Discipline> disciplines, ResponseTimePredictor accurate) {
        PlanEvaluation evaluation =
                new PlanEvaluator(accurate, Accuracy.ACCURATE).evaluate(problem.snapshot(), assignments, disciplines);
        for (AppOutcome outcome : evaluation.apps()) {
            ResponseTime response = outcome.response();
            App app = app(outcome.app());
            if (response == null || !app.slo().objective().within(response, boundMs(app))) {
                return false;
            }
        }
        return true;
    }

    private double boundMs(App app) {
        return app.slo().latencyMs() * (1 - problem.policy().safetyMargin());
    }

    private App app(AppRef ref) {
        return Objects.requireNonNull(apps.get(ref), () -> "unknown app " + ref);
    }
}
