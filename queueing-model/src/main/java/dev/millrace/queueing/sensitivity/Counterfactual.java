package dev.millrace.queueing.sensitivity;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Nodes that differ from a given one in a single respect. */
final class Counterfactual {
    private static final String CORES = "cores";

    private Counterfactual() {}

    static NodeModel withoutSwitching(NodeModel node) {
        return withCopies(node, copy -> new Copy(copy.id(), copy.service(), 0, copy.coResidentSet(), copy.maxBatch()));
    }

    /** Batches of any size take as long as one request. */
    static NodeModel withFreeBatches(NodeModel node) {
        return withCopies(node, copy -> {
            if (copy.effectiveMaxBatch() == 1) {
                return copy;
            }
            ServiceTime single = copy.service().at(1);
            BatchServiceTimes times = new BatchServiceTimes(List.of(
                    new BatchServiceTimes.Row(1, single), new BatchServiceTimes.Row(copy.effectiveMaxBatch(), single)));
            return new Copy(copy.id(), times, copy.switchMs(), copy.coResidentSet(), copy.maxBatch());
        });
    }

    private static NodeModel withCopies(NodeModel node, UnaryOperator<Copy> change) {
        List<Device> devices = new ArrayList<>();
        for (Device device : node.devices()) {
            List<Copy> copies = device.copies().stream().map(change).toList();
            devices.add(new Device(device.name(), device.deviceClass(), device.discipline(), copies));
        }
        return new NodeModel(node.name(), node.cores(), devices, node.streams());
    }

    /** One stream sends more. */
    static NodeModel faster(NodeModel node, String stream, double factor) {
        List<Stream> streams = node.streams().stream()
                .map(each -> each.id().equals(stream) ? faster(each, factor) : each)
                .toList();
        return new NodeModel(node.name(), node.cores(), node.devices(), streams);
    }

    private static Stream faster(Stream stream, double factor) {
        ArrivalProcess old = stream.arrivals();
        return new Stream(
                stream.id(),
                new ArrivalProcess(old.kind(), old.ratePerSecond() * factor, old.cv2()),
                stream.preprocessMs(),
                stream.networkMs(),
                stream.deadlineMs(),
                stream.branches());
    }

    /** The node's cores alone: pre-processing, and the services of CPU devices, as visits of one device. */
    static NodeModel cpuOnly(NodeModel node) {
        List<Copy> copies = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        for (Flow flow : Flow.of(node)) {
            String id = flow.stream().id() + "@" + flow.device().name();
            if (flow.stream().preprocessMs() > 0) {
                visit(id, flow, ServiceTime.deterministic(flow.stream().preprocessMs()), copies, streams);
            }
            if (flow.onCpu()) {
                visit("device:" + id, flow, flow.copy().service().at(1), copies, streams);
            }
        }
        Device cores = new Device(CORES, DeviceClass.CPU, Discipline.FCFS, copies);
        return new NodeModel(node.name(), node.cores(), List.of(cores), streams);
    }

    private static void visit(String id, Flow flow, ServiceTime time, List<Copy> copies, List<Stream> streams) {
        copies.add(new Copy(id, BatchServiceTimes.single(time), 0, null, 1));
        double share = flow.branch().share();
        streams.add(new Stream(
                id, flow.stream().arrivals(), 0, 0, Double.POSITIVE_INFINITY, List.of(new Branch(CORES, id, share))));
    }

    /** Station of {@link #cpuOnly}. */
    static String cores() {
        return CORES;
    }
}
