package dev.millrace.queueing;

import dev.millrace.queueing.load.CopyTraffic;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import java.util.List;

/**
 * One device with the requests that reach it: what the choice of a method looks at.
 *
 * @param node its node
 * @param device the device
 * @param copies those of its copies that get requests, at least one
 * @param load the device's load
 */
record DeviceTraffic(NodeModel node, Device device, List<CopyTraffic> copies, double load) {
    List<Flow> flows() {
        return copies.stream().flatMap(copy -> copy.flows().stream()).toList();
    }

    boolean isPoisson() {
        for (CopyTraffic copy : copies) {
            if (!copy.isPoisson()) {
                return false;
            }
        }
        return true;
    }

    boolean isSingleCopy() {
        return copies.size() == 1;
    }

    /** The only flow if there is just one, all of its stream, so that its arrivals are a renewal process. */
    boolean isSingleRenewal() {
        List<Flow> flows = flows();
        return flows.size() == 1 && flows.getFirst().branch().share() >= 1;
    }

    /** Whether all flows are periodic with the same period, unthinned. */
    boolean isEqualPeriodic() {
        List<Flow> flows = flows();
        ArrivalProcess first = flows.getFirst().stream().arrivals();
        return first.kind() == ArrivalProcess.Kind.PERIODIC
                && flows.stream()
                        .allMatch(flow -> flow.branch().share() >= 1
                                && flow.stream().arrivals().equals(first));
    }

    /** Service time of one request alone of the first copy. */
    ServiceTime firstService() {
        return copies.getFirst().copy().service().at(1);
    }

    double ratePerMs() {
        double rate = 0;
        for (CopyTraffic copy : copies) {
            rate += copy.ratePerMs();
        }
        return rate;
    }

    int indexOf(Flow flow) {
        for (int i = 0; i < copies.size(); i++) {
            if (copies.get(i).copy().id().equals(flow.copy().id())) {
                return i;
            }
        }
        throw new IllegalArgumentException("copy " + flow.copy().id() + " gets no requests on " + device.name());
    }
}
