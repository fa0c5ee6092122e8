package dev.millrace.queueing;

import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parts of a node that can be looked at by themselves. */
final class NodeSlice {
    private NodeSlice() {}

    /** One device and its flows, without pre-processing and network: its arrivals are taken as the streams'. */
    static NodeModel device(NodeModel node, Device device) {
        return slice(node, List.of(device), false);
    }

    /** The devices whose flows meet on the CPU, with their pre-processing, without network. */
    static NodeModel coupled(NodeModel node, Set<String> devices) {
        List<Device> kept = node.devices().stream()
                .filter(device -> devices.contains(device.name()))
                .toList();
        return slice(node, kept, true);
    }

    private static NodeModel slice(NodeModel node, List<Device> devices, boolean preprocessing) {
        Set<String> names = Set.copyOf(devices.stream().map(Device::name).toList());
        List<Stream> streams = new ArrayList<>();
        for (Stream stream : node.streams()) {
            List<Branch> branches = stream.branches().stream()
                    .filter(branch -> names.contains(branch.device()))
                    .toList();
            if (!branches.isEmpty()) {
                streams.add(new Stream(
                        stream.id(),
                        stream.arrivals(),
                        preprocessing ? stream.preprocessMs() : 0,
                        0,
                        preprocessing ? stream.deadlineMs() : stream.deadlineMs() - stream.preprocessMs(),
                        branches));
            }
        }
        return new NodeModel(node.name(), node.cores(), devices, streams);
    }
}
