package dev.millrace.cli.plan;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives the accurate answer for equal nodes once: what a planner confirmed need not be predicted again for the report, and a
 * what-if changes one node of many. Fast answers cost little and are not kept. For one plan, not for a long-lived process.
 */
public final class RememberingPredictor implements ResponseTimePredictor {
    private final ResponseTimePredictor predictor;
    private final Map<NodeModel, NodePrediction> answers = new ConcurrentHashMap<>();

    public RememberingPredictor(ResponseTimePredictor predictor) {
        this.predictor = predictor;
    }

    @Override
    public NodePrediction predict(NodeModel node, Accuracy accuracy) {
        if (accuracy != Accuracy.ACCURATE) {
            return predictor.predict(node, accuracy);
        }
        NodePrediction known = answers.get(node);
        if (known == null) {
            // Not computeIfAbsent: it would hold a bin of the map for as long as a simulation runs.
            known = predictor.predict(node, accuracy);
            answers.put(node, known);
        }
        return known;
    }
}
