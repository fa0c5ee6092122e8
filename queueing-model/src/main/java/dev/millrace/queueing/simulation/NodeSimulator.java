package dev.millrace.queueing.simulation;

import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.result.StationLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Discrete-event simulation of one node: every arrival process, batching, switching, pre-processing.
 *
 * <p>Stations that are not {@linkplain StationLoads#isStable(double) stable} are reported as unstable and not simulated; the responses of flows through them
 * are null. Equal options give equal results.
 */
public final class NodeSimulator {
    private final NodeModel node;
    private final StationLoads loads;
    private final List<Flow> simulated;
    private final FlowRecorder[] recorders;
    private final @Nullable NodeEngine engine;

    private NodeSimulator(NodeModel node, SimulationOptions options, @Nullable Controls controls) {
        this.node = node;
        this.loads = new StationLoads(node);
        this.simulated = Flow.of(node).stream()
                .filter(flow -> StationLoads.isStable(loads.of(flow.device())))
                .toList();
        this.recorders = recorders(controls != null);
        if (simulated.isEmpty()) {
            this.engine = null;
        } else {
            this.engine = new NodeEngine(
                    node, simulated, recorders, !StationLoads.isStable(loads.cpu()), options.seed(), controls);
            engine.run(Schedule.of(simulated, options), this::closeBatch);
        }
    }

    /**
     * Simulates a node.
     *
     * @param node what the node serves
     * @param options length and seed
     */
    public static SimulationResult simulate(NodeModel node, SimulationOptions options) {
        return new NodeSimulator(node, options, null).result();
    }

    /**
     * Simulates a node with control variates: closer figures from as many requests, but no confidence intervals.
     *
     * @param node what the node serves; every station stable
     * @param options length and seed; at least four replications for each control
     * @param controls queues of known workload
     * @throws IllegalArgumentException if a station is overloaded
     */
    public static SimulationResult simulate(NodeModel node, SimulationOptions options, Controls controls) {
        NodeSimulator simulator = new NodeSimulator(node, options, controls);
        if (simulator.simulated.size() < Flow.of(node).size() || !StationLoads.isStable(simulator.loads.cpu())) {
            throw new IllegalArgumentException(
                    "control variates need stable stations, but one of " + node.name() + " is overloaded");
        }
        return simulator.result();
    }

    private FlowRecorder[] recorders(boolean weighted) {
        return simulated.stream()
                .map(flow -> new FlowRecorder(flow.stream().networkMs(), weighted))
                .toArray(FlowRecorder[]::new);
    }

    private boolean closeBatch() {
        for (FlowRecorder recorder : recorders) {
            recorder.closeBatch();
        }
        return true;
    }

    /**
     * Replays what a node has seen through this simulation of it: the same arrivals, the same service times.
     *
     * @param node what the node serves
     * @param trace arrivals of its streams and times of its copies; what the node does not serve is passed over
     */
    public static SimulationResult replay(NodeModel node, Trace trace) {
        return new NodeSimulator(node, trace).result();
    }

    private NodeSimulator(NodeModel node, Trace trace) {
        this.node = node;
        this.loads = new StationLoads(node);
        this.simulated = Flow.of(node).stream()
                .filter(flow -> loads.of(flow.device()) < 1)
                .toList();
        Map<String, Integer> flows = new HashMap<>();
        for (int i = 0; i < simulated.size(); i++) {
            Flow flow = simulated.get(i);
            flows.put(flow.stream().id() + '\n' + flow.device().name(), i);
        }
        List<Trace.Arrival> known = trace.arrivals().stream()
                .filter(arrival -> flows.containsKey(arrival.stream() + '\n' + arrival.device()))
                .sorted(Comparator.comparingDouble(Trace.Arrival::timeMs))
                .toList();
        this.recorders = recorders(false);
        if (known.isEmpty()) {
            this.engine = null;
            return;
        }
        double firstMs = known.getFirst().timeMs();
        double[] timesMs = known.stream()
                .mapToDouble(arrival -> arrival.timeMs() - firstMs)
                .toArray();
        int[] flowOf = known.stream()
                .mapToInt(arrival -> flows.get(arrival.stream() + '\n' + arrival.device()))
                .toArray();
        this.engine =
                new NodeEngine(node, simulated, recorders, loads.cpu() >= 1, 1, null, ServiceDraws.recorded(trace));
        engine.replay(timesMs, flowOf);
        closeBatch();
    }

    private SimulationResult result() {
        List<BranchResponse> responses = new ArrayList<>();
        List<SimulatedBranch> branches = new ArrayList<>();
        double[] weights = engine == null ? null : engine.batchWeights();
        for (Flow flow : Flow.of(node)) {
            String stream = flow.stream().id();
            String device = flow.device().name();
            boolean stable = loads.isStable(flow);
            FlowRecorder recorder = stable ? recorders[simulated.indexOf(flow)] : null;
            if (recorder == null || recorder.requests() == 0) {
                String why = stable ? "simulation: no request of this branch fell into the run" : "overloaded station";
                responses.add(new BranchResponse(stream, device, null, why));
                continue;
            }
            ResponseTime response = weights == null ? recorder.response() : recorder.response(weights);
            responses.add(
                    new BranchResponse(stream, device, response, "simulation of " + recorder.requests() + " requests"));
            branches.add(new SimulatedBranch(
                    stream, device, recorder.requests(), ResponseSummary.of(response), recorder.halfWidth95()));
        }
        return new SimulationResult(new NodePrediction(responses, stations()), branches);
    }

    private List<StationLoad> stations() {
        List<StationLoad> stations = new ArrayList<>();
        for (Device device : node.devices()) {
            stations.add(station(device.name(), loads.of(device)));
        }
        boolean declared = node.devices().stream().anyMatch(device -> device.deviceClass() == DeviceClass.CPU);
        if (!declared && loads.hasPreprocessing()) {
            stations.add(station(NodeModel.CPU_STATION, loads.cpu()));
        }
        return stations;
    }

    private StationLoad station(String name, double load) {
        if (!StationLoads.isStable(load)) {
            return new StationLoad(name, load, 1, false);
        }
        double utilization = engine == null ? 0 : engine.utilization(name, node.cores());
        return new StationLoad(name, load, Math.min(1, utilization), true);
    }
}
