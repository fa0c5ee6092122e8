package dev.millrace.queueing.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Predicted response times and loads of one node.
 *
 * @param branches in the order of the model's streams and their branches
 * @param stations every device in the model's order; then "cpu" if there is pre-processing but no CPU device
 */
public record NodePrediction(List<BranchResponse> branches, List<StationLoad> stations) {
    /** Copies the lists. */
    public NodePrediction {
        branches = List.copyOf(branches);
        stations = List.copyOf(stations);
    }

    /** The branch of that stream on that device, or null if there is none. */
    public @Nullable BranchResponse branch(String stream, String device) {
        for (BranchResponse branch : branches) {
            if (branch.stream().equals(stream) && branch.device().equals(device)) {
                return branch;
            }
        }
        return null;
    }
}
