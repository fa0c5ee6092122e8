package dev.millrace.queueing;

import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;

/** Predicts stationary response times and loads of one node. */
public interface ResponseTimePredictor {
    /**
     * Predicts every branch and every station; overloaded stations give null responses, never an exception.
     *
     * @param node what the node serves
     * @param accuracy how much effort the answer may take
     */
    NodePrediction predict(NodeModel node, Accuracy accuracy);
}
