package dev.millrace.bench.placement;

import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulationOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the apps whose objective a long simulation, with a seed of its own, finds kept. */
final class SimulationReferee {
    private static final long REQUESTS = 2_000_000;
    private static final long SEED = 20_261;

    /** Sampling tolerance on every bound. */
    private static final double TOLERANCE = 1.01;

    private final Map<NodeModel, NodePrediction> known = new ConcurrentHashMap<>();
    private final ResponseTimePredictor simulation = (node, accuracy) -> {
        NodePrediction seen = known.get(node);
        if (seen == null) {
            long each = REQUESTS / Math.max(1, node.streams().size());
            seen = NodeSimulator.simulate(node, SimulationOptions.of(each, SEED))
                    .prediction();
            known.put(node, seen);
        }
        return seen;
    };

    /** Number of hosted apps that keep their objective. */
    int met(ClusterSnapshot snapshot, Plan plan) {
        PlanEvaluation evaluation = new PlanEvaluator(simulation, Accuracy.ACCURATE)
                .evaluate(snapshot, plan.assignments(), plan.disciplines());
        var apps = snapshot.appsByRef();
        return (int) evaluation.apps().stream()
                .filter(outcome -> {
                    var app = apps.get(outcome.app());
                    var response = outcome.response();
                    if (app == null || response == null) {
                        return false;
                    }
                    Slo slo = app.slo();
                    return slo.objective().within(response, slo.latencyMs() * TOLERANCE);
                })
                .count();
    }
}
