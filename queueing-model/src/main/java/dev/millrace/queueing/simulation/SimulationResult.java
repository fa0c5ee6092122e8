package dev.millrace.queueing.simulation;

import dev.millrace.queueing.result.NodePrediction;
import java.util.List;

/**
 * Outcome of a simulation.
 *
 * @param prediction in the shape of a predictor's answer
 * @param branches the simulated branches; those through overloaded stations are absent
 */
public record SimulationResult(NodePrediction prediction, List<SimulatedBranch> branches) {
    /** Copies the list. */
    public SimulationResult {
        branches = List.copyOf(branches);
    }
}
