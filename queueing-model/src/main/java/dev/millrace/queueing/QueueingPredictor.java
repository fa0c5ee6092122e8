package dev.millrace.queueing;

import dev.millrace.queueing.load.CopyTraffic;
import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.ErrorBand;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.result.ShiftedResponse;
import dev.millrace.queueing.result.StationLoad;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Predicts response times by the best method for each device: exact where theory allows, closed forms for the mean or a
 * simulation with a fixed seed elsewhere. Distributions are worked out when a figure of theirs is first read.
 *
 * <p>Thread-safe; holds no state. DESIGN.md of this module says which method holds where, and its error and cost.
 */
public final class QueueingPredictor implements ResponseTimePredictor {
    /** A predictor. */
    public QueueingPredictor() {}

    @Override
    public NodePrediction predict(NodeModel node, Accuracy accuracy) {
        return new Prediction(node, accuracy).result();
    }

    private static final class Prediction {
        private final NodeModel node;
        private final Accuracy accuracy;
        private final StationLoads loads;
        private final List<Flow> flows;
        private final @Nullable CpuStage stage;
        private final Map<String, DeviceAnswer> answers = new HashMap<>();

        Prediction(NodeModel node, Accuracy accuracy) {
            this.node = node;
            this.accuracy = accuracy;
            this.loads = new StationLoads(node);
            this.flows = loads.flows();
            this.stage = StationLoads.isStable(loads.cpu()) ? new CpuStage(node, loads, flows, accuracy) : null;
            for (Device device : node.devices()) {
                List<CopyTraffic> copies = loads.traffic(device);
                double load = loads.of(device);
                if (!copies.isEmpty() && StationLoads.isStable(load)) {
                    answers.put(device.name(), answer(new DeviceTraffic(node, device, copies, load)));
                }
            }
        }

        private DeviceAnswer answer(DeviceTraffic traffic) {
            String name = traffic.device().name();
            Simulated coupled = stage == null ? null : stage.simulationOf(name);
            if (coupled != null) {
                double utilization = utilizationIsLoad(traffic) ? traffic.load() : coupled.utilization(name);
                return new DeviceAnswer(
                        coupled::response,
                        utilization,
                        coupled.method("CPU and devices"),
                        ErrorBands.simulation(accuracy));
            }
            if (stage != null && stage.isShared(name) && traffic.device().deviceClass() == DeviceClass.CPU) {
                return CpuMethods.behind(stage.waitingTime(), traffic);
            }
            return switch (traffic.device().deviceClass()) {
                case EDGE_TPU -> EdgeTpuMethods.answer(traffic, accuracy);
                case GPU -> GpuMethods.answer(traffic, accuracy);
                case CPU -> CpuMethods.answer(traffic, accuracy);
            };
        }

        /** Where the work does not depend on the order or the batches, the load is the busy fraction. */
        private static boolean utilizationIsLoad(DeviceTraffic traffic) {
            return switch (traffic.device().deviceClass()) {
                case CPU -> true;
                case EDGE_TPU -> traffic.device().discipline() == Discipline.FCFS;
                case GPU ->
                    traffic.copies().stream().allMatch(copy -> copy.copy().effectiveMaxBatch() == 1);
            };
        }

        NodePrediction result() {
            List<BranchResponse> branches = new ArrayList<>();
            for (Flow flow : flows) {
                branches.add(branch(flow));
            }
            List<StationLoad> stations = new ArrayList<>();
            for (Device device : node.devices()) {
                DeviceAnswer answer = answers.get(device.name());
                stations.add(station(device.name(), loads.of(device), answer == null ? 0 : answer.utilization()));
            }
            boolean declared = node.devices().stream().anyMatch(device -> device.deviceClass() == DeviceClass.CPU);
            if (!declared && loads.hasPreprocessing()) {
                stations.add(station(NodeModel.CPU_STATION, loads.cpu(), loads.cpu()));
            }
            return new NodePrediction(branches, stations);
        }

        private BranchResponse branch(Flow flow) {
            String stream = flow.stream().id();
            String device = flow.device().name();
            if (!loads.isStable(flow)) {
                return new BranchResponse(stream, device, null, "overloaded station", ErrorBand.UNKNOWN);
            }
            DeviceAnswer answer = Objects.requireNonNull(answers.get(device));
            ResponseTime response = answer.response().apply(flow);
            ErrorBand band = answer.band();
            if (stage != null && stage.simulationOf(device) == null) {
                response = stage.before(flow, response);
                band = stage.band(flow, band);
            }
            return new BranchResponse(
                    stream, device, ShiftedResponse.of(response, flow.stream().networkMs()), answer.method(), band);
        }

        private static StationLoad station(String name, double load, double utilization) {
            boolean stable = StationLoads.isStable(load);
            return new StationLoad(name, load, stable ? Math.min(1, utilization) : 1, stable);
        }
    }
}
