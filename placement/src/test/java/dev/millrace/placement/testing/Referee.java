package dev.millrace.placement.testing;

import dev.millrace.placement.NodeModels;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulatedBranch;
import dev.millrace.queueing.simulation.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Simulates a plan at length, with a seed that the planner does not use, and asks none of the planner's own code. */
public final class Referee {
    /** Sampling tolerance on every bound. */
    private static final double TOLERANCE = 1.01;

    private static final long REQUESTS = 3_000_000;

    private Referee() {}

    /** Replicas that exceed their app's bound, each with its figure; an app whose replicas all keep it keeps it. */
    public static List<String> excesses(ClusterSnapshot snapshot, Plan plan, long seed) {
        Map<String, App> apps = new TreeMap<>();
        snapshot.appsByRef().forEach((AppRef ref, App app) -> apps.put(ref.toString(), app));
        List<String> excesses = new ArrayList<>();
        for (NodeModel node : NodeModels.of(snapshot, plan.assignments(), plan.disciplines())) {
            if (!node.streams().isEmpty()) {
                SimulationOptions options =
                        SimulationOptions.of(REQUESTS / node.streams().size(), seed);
                var result = NodeSimulator.simulate(node, options);
                result.prediction().branches().stream()
                        .filter(branch -> branch.response() == null)
                        .forEach(branch -> excesses.add(branch.stream() + ": " + branch.method()));
                for (SimulatedBranch branch : result.branches()) {
                    App app = apps.get(branch.stream());
                    double value = figure(app.slo().objective(), branch.summary());
                    if (value > app.slo().latencyMs() * TOLERANCE) {
                        excesses.add(branch.stream() + " on " + branch.device() + ": " + value + ", " + app.slo());
                    }
                }
            }
        }
        return excesses;
    }

    private static double figure(Objective objective, ResponseSummary summary) {
        return switch (objective) {
            case MEAN -> summary.meanMs();
            case P50 -> summary.p50Ms();
            case P90 -> summary.p90Ms();
            case P95 -> summary.p95Ms();
            case P99 -> summary.p99Ms();
            case P999 -> summary.p999Ms();
        };
    }
}
