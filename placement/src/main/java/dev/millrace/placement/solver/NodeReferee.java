package dev.millrace.placement.solver;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last word on a node. Where exact methods hold, the accurate predictor decides at once; elsewhere the node is
 * simulated, longer and longer, until every objective is clear of its bound. Judgements are remembered. Thread-safe.
 */
final class NodeReferee {
    private final ResponseTimePredictor predictor;
    private final SequentialSimulation simulation = new SequentialSimulation();
    private final Map<NodeModel, Judgement> judgements = new ConcurrentHashMap<>();

    /**
     * What was found.
     *
     * @param missed devices of the node on which a replica misses its bound
     */
    record Judgement(NodePrediction prediction, Set<String> missed) {}

    NodeReferee(ResponseTimePredictor predictor) {
        this.predictor = predictor;
    }

    /** Judges all nodes that are not judged yet, several at a time, for as long as there is time. */
    void judge(Map<NodeModel, List<Bound>> nodes, Deadline deadline) {
        nodes.entrySet().parallelStream()
                .filter(entry -> !judgements.containsKey(entry.getKey()))
                .forEach(entry -> judge(entry.getKey(), entry.getValue(), deadline)
                        .ifPresent(judgement -> judgements.put(entry.getKey(), judgement)));
    }

    /** The judgement on a node; empty if there was no time for it. */
    Optional<Judgement> judgement(NodeModel node) {
        return Optional.ofNullable(judgements.get(node));
    }

    private Optional<Judgement> judge(NodeModel node, List<Bound> bounds, Deadline deadline) {
        if (deadline.passed()) {
            return Optional.empty();
        }
        NodePrediction screened = predictor.predict(node, Accuracy.FAST);
        if (screened.branches().stream().anyMatch(BranchResponse::simulated)) {
            return simulation.judge(node, bounds, deadline);
        }
        NodePrediction accurate = predictor.predict(node, Accuracy.ACCURATE);
        if (accurate.branches().stream().anyMatch(BranchResponse::simulated)) {
            return simulation.judge(node, bounds, deadline);
        }
        Set<String> missed = new TreeSet<>();
        for (Bound bound : bounds) {
            BranchResponse branch = accurate.branch(bound.stream(), bound.device());
            ResponseTime response = branch == null ? null : branch.response();
            if (response == null || !bound.objective().within(response, bound.boundMs())) {
                missed.add(bound.device());
            }
        }
        return Optional.of(new Judgement(accurate, missed));
    }
}
