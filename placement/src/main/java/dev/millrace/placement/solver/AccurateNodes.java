package dev.millrace.placement.solver;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Accurate predictions of whole nodes, remembered, as many at a time as there are cores. */
final class AccurateNodes implements ResponseTimePredictor {
    private final ResponseTimePredictor predictor;
    private final Map<NodeModel, NodePrediction> known = new ConcurrentHashMap<>();
    private final AtomicLong longestNanos = new AtomicLong();

    AccurateNodes(ResponseTimePredictor predictor) {
        this.predictor = predictor;
    }

    @Override
    public NodePrediction predict(NodeModel node, Accuracy accuracy) {
        NodePrediction prediction = known.get(node);
        if (prediction == null) {
            long start = System.nanoTime();
            prediction = predictor.predict(node, Accuracy.ACCURATE);
            known.put(node, prediction);
            longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
        return prediction;
    }

    /** Predicts what is not known yet for as long as there is time to finish. */
    void prepare(List<NodeModel> nodes, Deadline deadline) {
        List<NodeModel> fresh =
                nodes.stream().filter(node -> !known.containsKey(node)).toList();
        fresh.parallelStream().forEach(node -> {
            if (deadline.leftNanos() > longestNanos.get()) {
                predict(node, Accuracy.ACCURATE);
            }
        });
    }

    /** The prediction, if it was made. */
    Optional<NodePrediction> known(NodeModel node) {
        return Optional.ofNullable(known.get(node));
    }

    /** The longest a prediction took so far. */
    long longestNanos() {
        return longestNanos.get();
    }
}
