package dev.millrace.queueing;

import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * Raises the rates of streams so rare that a simulation would see too few of their requests for percentiles; never by
 * more than a thousandth of a station's capacity, so that nobody's figures move.
 */
final class RareStreams {
    private static final double WANTED_FRACTION = 5e-4;
    private static final double MOST_ADDED_LOAD = 1e-3;

    private RareStreams() {}

    /**
     * The node with rare streams raised.
     *
     * @param requests requests that will be simulated in all
     */
    static NodeModel raised(NodeModel node, long requests) {
        List<Flow> flows = Flow.of(node);
        double total = flows.stream().mapToDouble(Flow::ratePerMs).sum();
        double wanted = total * Math.max(WANTED_FRACTION, 20.0 / requests);
        List<Stream> streams = new ArrayList<>();
        for (Stream stream : node.streams()) {
            double factor = 1;
            for (Flow flow : flows) {
                if (flow.stream().id().equals(stream.id()) && flow.ratePerMs() < wanted) {
                    double workMs = flow.stream().preprocessMs()
                            + flow.copy().service().at(1).meanMs()
                            + flow.copy().switchMs();
                    double most = 1 + MOST_ADDED_LOAD / streams(node) / (flow.ratePerMs() * workMs);
                    factor = Math.max(factor, Math.min(wanted / flow.ratePerMs(), most));
                }
            }
            streams.add(factor == 1 ? stream : faster(stream, factor));
        }
        NodeModel raised = new NodeModel(node.name(), node.cores(), node.devices(), streams);
        return isStable(raised) == isStable(node) ? raised : node;
    }

    private static int streams(NodeModel node) {
        return node.streams().size();
    }

    private static boolean isStable(NodeModel node) {
        StationLoads loads = new StationLoads(node);
        for (Device device : node.devices()) {
            if (!StationLoads.isStable(loads.of(device))) {
                return false;
            }
        }
        return StationLoads.isStable(loads.cpu());
    }

    private static Stream faster(Stream stream, double factor) {
        ArrivalProcess arrivals = stream.arrivals();
        return new Stream(
                stream.id(),
                new ArrivalProcess(arrivals.kind(), arrivals.ratePerSecond() * factor, arrivals.cv2()),
                stream.preprocessMs(),
                stream.networkMs(),
                stream.deadlineMs(),
                stream.branches());
    }
}
