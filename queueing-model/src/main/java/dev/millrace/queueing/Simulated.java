package dev.millrace.queueing;

import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.result.StationLoad;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulationOptions;
import dev.millrace.queueing.simulation.SimulationResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A simulation that runs when its first figure is asked for, once. The seed is fixed, so that candidates compared by a
 * solver see the same random numbers.
 */
final class Simulated {
    private static final long SEED = 20_260_101;
    private static final long FAST_REQUESTS = 20_000;
    private static final long ACCURATE_REQUESTS = 2_000_000;

    private final NodeModel node;
    private final long requests;
    private @Nullable SimulationResult result;

    Simulated(NodeModel node, Accuracy accuracy) {
        this.node = node;
        long total = accuracy == Accuracy.FAST ? FAST_REQUESTS : ACCURATE_REQUESTS;
        this.requests = Math.max(1, total / Math.max(1, node.streams().size()));
    }

    private synchronized SimulationResult result() {
        if (result == null) {
            result = NodeSimulator.simulate(node, SimulationOptions.of(requests, SEED));
        }
        return result;
    }

    /** Response of a flow of the simulated node; runs when first read. */
    ResponseTime response(Flow flow) {
        return new LazyResponse(() -> {
            BranchResponse branch = Objects.requireNonNull(result().prediction()
                    .branch(flow.stream().id(), flow.device().name()));
            return Objects.requireNonNull(branch.response(), branch.method());
        });
    }

    /** Busy fraction of a station; runs the simulation. */
    double utilization(String station) {
        return result().prediction().stations().stream()
                .filter(load -> load.station().equals(station))
                .mapToDouble(StationLoad::utilization)
                .findFirst()
                .orElse(0);
    }

    String method(String system) {
        return system + ", simulation of " + requests * node.streams().size() + " requests";
    }
}
