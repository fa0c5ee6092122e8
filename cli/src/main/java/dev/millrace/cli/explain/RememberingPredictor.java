package dev.millrace.cli.explain;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers for equal nodes once: a what-if changes one node of many. Asked with one accuracy only. */
final class RememberingPredictor implements ResponseTimePredictor {
    private final ResponseTimePredictor predictor;
    private final Map<NodeModel, NodePrediction> answers = new ConcurrentHashMap<>();

    RememberingPredictor(ResponseTimePredictor predictor) {
        this.predictor = predictor;
    }

    @Override
    public NodePrediction predict(NodeModel node, Accuracy accuracy) {
        NodePrediction known = answers.get(node);
        if (known == null) {
            // Not computeIfAbsent: it would hold a bin of the map for as long as a simulation runs.
            known = predictor.predict(node, accuracy);
            answers.put(node, known);
        }
        return known;
    }
}
