package dev.millrace.queueing;

import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.StationLoad;
import java.util.ArrayList;
import java.util.List;

/** Predicts response times by queueing theory. Thread-safe. */
public final class QueueingPredictor implements ResponseTimePredictor {
    /** A predictor; it holds no state. */
    public QueueingPredictor() {}

    @Override
    public NodePrediction predict(NodeModel node, Accuracy accuracy) {
        StationLoads loads = new StationLoads(node);
        List<StationLoad> stations = new ArrayList<>();
        for (Device device : node.devices()) {
            stations.add(station(device.name(), loads.of(device)));
        }
        if (loads.hasPreprocessing() && node.cpuStation().equals(NodeModel.CPU_STATION)) {
            stations.add(station(NodeModel.CPU_STATION, loads.cpu()));
        }
        List<BranchResponse> branches = new ArrayList<>();
        for (Flow flow : Flow.of(node)) {
            branches.add(branch(flow, loads));
        }
        return new NodePrediction(branches, stations);
    }

    private static BranchResponse branch(Flow flow, StationLoads loads) {
        double load = loads.of(flow.device());
        boolean overloaded = load >= 1 || (flow.stream().preprocessMs() > 0 && loads.cpu() >= 1);
        ServiceTime own = flow.copy().service().at(1);
        double constant =
                own.meanMs() + flow.stream().preprocessMs() + flow.stream().networkMs();
        double wait = load / (1 - load) * own.meanMs() * (1 + own.cv2()) / 2;
        return new BranchResponse(
                flow.stream().id(),
                flow.device().name(),
                overloaded ? null : new HeavyTraffic(constant, wait, load),
                overloaded ? "overloaded" : "exponential approximation");
    }

    private static StationLoad station(String name, double load) {
        return new StationLoad(name, load, Math.min(1, load), load < 1);
    }
}
