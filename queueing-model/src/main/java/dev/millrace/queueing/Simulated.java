package dev.millrace.queueing;

import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.result.StationLoad;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulationOptions;
import dev.millrace.queueing.simulation.SimulationResult;
import org.jspecify.annotations.Nullable;

/**
 * A simulation that runs when its first figure is asked for, once. The seed is fixed, so that candidates compared by a
 * solver see the same random numbers.
 */
final class Simulated {
    private static final long SEED = 20_261_121;
    private static final long FAST_REQUESTS = 20_000;

    /** Accurate runs: the spread of a figure grows with the load, and control variates take most of it away. */
    private static final long LEAST_REQUESTS = 600_000;

    private static final long MOST_REQUESTS = 1_200_000;
    private static final double LOW_LOAD = 0.5;
    private static final double HIGH_LOAD = 0.85;

    /** Where copies batch no control follows the busiest queue closely. */
    private static final double BATCHING_FACTOR = 2;

    /** Runs with periodic streams warm up again for every draw of their phases, which costs as much as is recorded. */
    private static final double PHASED_FRACTION = 0.75;

    /** Nobody reads the confidence intervals of a fast run, and each batch costs as much as hundreds of requests. */
    private static final int FAST_BATCHES = 2;

    private static final int ACCURATE_BATCHES = 120;

    private final NodeModel node;
    private final long total;
    private final long requests;
    private final int batches;
    private @Nullable SimulationResult result;

    Simulated(NodeModel node, Accuracy accuracy) {
        this.total = accuracy == Accuracy.FAST ? FAST_REQUESTS : accurateRequests(node);
        this.node = node;
        this.requests = Math.max(1, total / Math.max(1, node.streams().size()));
        this.batches = accuracy == Accuracy.FAST ? FAST_BATCHES : ACCURATE_BATCHES;
    }

    private static long accurateRequests(NodeModel node) {
        StationLoads loads = new StationLoads(node);
        double most = loads.hasPreprocessing() ? loads.cpu() : 0;
        for (Device device : node.devices()) {
            most = Math.max(most, loads.of(device));
        }
        double weight = Math.clamp((most - LOW_LOAD) / (HIGH_LOAD - LOW_LOAD), 0, 1);
        boolean phased =
                node.streams().stream().anyMatch(stream -> stream.arrivals().kind() == ArrivalProcess.Kind.PERIODIC);
        double requests = LEAST_REQUESTS + weight * (MOST_REQUESTS - LEAST_REQUESTS);
        boolean batching = node.devices().stream()
                .flatMap(device -> device.copies().stream())
                .anyMatch(copy -> copy.effectiveMaxBatch() > 1);
        return (long) (requests * (phased ? PHASED_FRACTION : batching ? BATCHING_FACTOR : 1));
    }

    private synchronized SimulationResult result() {
        if (result == null) {
            result = run(RareStreams.raised(node, total));
        }
        return result;
    }

    private SimulationResult run(NodeModel raised) {
        SimulationOptions options = new SimulationOptions(requests, batches, SEED);
        return batches == FAST_BATCHES
                ? NodeSimulator.simulate(raised, options)
                : NodeSimulator.simulate(raised, options, ControlQueues.of(raised));
    }

    /** Response of a flow of the simulated node; runs when first read. */
    ResponseTime response(Flow flow) {
        return new LazyResponse(() -> {
            ResponseTime seen = seen(flow);
            return seen == null ? unseen(flow) : seen;
        });
    }

    private @Nullable ResponseTime seen(Flow flow) {
        BranchResponse branch =
                result().prediction().branch(flow.stream().id(), flow.device().name());
        return branch == null ? null : branch.response();
    }

    /** For a stream so rare that none of its requests fell into the run: the longest mean wait of the others. */
    private ResponseTime unseen(Flow flow) {
        double waitMs = 0;
        for (Flow other : Flow.of(node)) {
            ResponseTime seen = other.device().name().equals(flow.device().name()) ? seen(other) : null;
            if (seen != null) {
                double serviceMs = other.copy().service().at(1).meanMs();
                waitMs = Math.max(waitMs, seen.meanMs() - serviceMs);
            }
        }
        double workMs = flow.stream().preprocessMs()
                + flow.copy().service().at(1).meanMs()
                + flow.copy().switchMs();
        return new ExponentialWait(workMs, waitMs);
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
