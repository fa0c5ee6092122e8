package dev.millrace.cli;

import dev.millrace.placement.model.Assignment;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulatedBranch;
import dev.millrace.queueing.simulation.SimulationOptions;
import dev.millrace.queueing.simulation.SimulationResult;
import dev.millrace.queueing.simulation.TraceText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The simulator in the predictor's place; remembers the confidence intervals, which a prediction does not have. */
final class Referee implements ResponseTimePredictor {
    private final long requests;
    private final long seed;
    private final Progress progress;
    private final Map<String, TraceText> traces;
    private final AtomicInteger finished = new AtomicInteger();
    private final Map<String, SimulationResult> byNode = new ConcurrentHashMap<>();

    /** @param traces what nodes have seen, by their name: replayed in place of a simulation */
    Referee(long requests, long seed, Progress progress, Map<String, TraceText> traces) {
        this.requests = requests;
        this.seed = seed;
        this.progress = progress;
        this.traces = traces;
    }

    /** Simulates the node with a seed of its own, so that equal nodes do not repeat one another. */
    @Override
    public NodePrediction predict(NodeModel node, Accuracy accuracy) {
        long nodeSeed = 0x9E3779B97F4A7C15L * (seed ^ node.name().hashCode());
        TraceText trace = traces.get(node.name());
        SimulationResult result = trace == null
                ? NodeSimulator.simulate(node, SimulationOptions.of(requests, nodeSeed))
                : NodeSimulator.replay(node, trace.of(node));
        byNode.put(node.name(), result);
        progress.show("simulated " + finished.incrementAndGet() + " nodes");
        return result.prediction();
    }

    /** Half widths of the 95 % intervals in ms, or null where nothing was simulated. */
    @Nullable ResponseSummary halfWidth(Assignment assignment) {
        SimulationResult result = byNode.get(assignment.device().node());
        if (result == null) {
            return null;
        }
        return result.branches().stream()
                .filter(branch -> branch.stream().equals(assignment.app().toString())
                        && branch.device().equals(assignment.device().device()))
                .map(SimulatedBranch::halfWidth95)
                .findFirst()
                .orElse(null);
    }

    void done() {
        progress.clear();
    }
}
