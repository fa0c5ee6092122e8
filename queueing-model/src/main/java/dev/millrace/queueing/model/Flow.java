package dev.millrace.queueing.model;

import java.util.ArrayList;
import java.util.List;

/**
 * One branch of a stream with what it names: the requests of one app that one device serves.
 *
 * @param stream the stream
 * @param branch one of its branches
 * @param device the device that the branch names
 * @param copy the copy that the branch names
 */
public record Flow(Stream stream, Branch branch, Device device, Copy copy) {
    /** All flows of a node, in the order of its streams and their branches. */
    public static List<Flow> of(NodeModel node) {
        List<Flow> flows = new ArrayList<>();
        for (Stream stream : node.streams()) {
            for (Branch branch : stream.branches()) {
                Device device = node.device(branch.device());
                flows.add(new Flow(stream, branch, device, device.copy(branch.copy())));
            }
        }
        return flows;
    }

    /** Requests of this flow per ms. */
    public double ratePerMs() {
        return stream.arrivals().ratePerMs() * branch.share();
    }

    /** Whether the flow arrives as a Poisson process (a thinned one still is). */
    public boolean isPoisson() {
        return stream.arrivals().kind() == ArrivalProcess.Kind.POISSON;
    }

    /** Whether it is served by that copy of that device of the same node. */
    public boolean uses(Device otherDevice, Copy otherCopy) {
        return branch.device().equals(otherDevice.name()) && branch.copy().equals(otherCopy.id());
    }

    /** Whether its device is the node's CPU. */
    public boolean onCpu() {
        return device.deviceClass() == DeviceClass.CPU;
    }
}
