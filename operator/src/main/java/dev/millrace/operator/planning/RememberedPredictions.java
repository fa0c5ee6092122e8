package dev.millrace.operator.planning;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers predictions of whole nodes: from one plan to the next most nodes stay as they are. Thread-safe. */
public final class RememberedPredictions implements ResponseTimePredictor {
    private static final int MOST = 2000;

    private record Question(NodeModel node, Accuracy accuracy) {}

    private final ResponseTimePredictor predictor;
    private final Map<Question, NodePrediction> answers =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, NodePrediction> eldest) {
                    return size() > MOST;
                }
            });

    /** Remembers the answers of {@code predictor}. */
    public RememberedPredictions(ResponseTimePredictor predictor) {
        this.predictor = predictor;
    }

    @Override
    public NodePrediction predict(NodeModel node, Accuracy accuracy) {
        Question question = new Question(node, accuracy);
        NodePrediction known = answers.get(question);
        if (known != null) {
            return known;
        }
        NodePrediction answer = predictor.predict(node, accuracy);
        answers.put(question, answer);
        return answer;
    }
}
