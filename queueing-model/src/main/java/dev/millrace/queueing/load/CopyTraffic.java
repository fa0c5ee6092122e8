package dev.millrace.queueing.load;

import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy with all flows that use it: one queue.
 *
 * @param copy the copy
 * @param flows its flows, at least one
 */
public record CopyTraffic(Copy copy, List<Flow> flows) {
    /** Copies the list. */
    public CopyTraffic {
        flows = List.copyOf(flows);
    }

    /** The copies of a device that get requests, in the device's order. */
    public static List<CopyTraffic> of(Device device, List<Flow> flows) {
        List<CopyTraffic> traffic = new ArrayList<>();
        List<Flow> own = new ArrayList<>();
        for (Copy copy : device.copies()) {
            for (Flow flow : flows) {
                if (flow.uses(device, copy)) {
                    own.add(flow);
                }
            }
            if (!own.isEmpty()) {
                traffic.add(new CopyTraffic(copy, own));
                own.clear();
            }
        }
        return traffic;
    }

    /** Requests per ms over all its flows. */
    public double ratePerMs() {
        double rate = 0;
        for (Flow flow : flows) {
            rate += flow.ratePerMs();
        }
        return rate;
    }

    /** Whether all its flows are Poisson. */
    public boolean isPoisson() {
        for (Flow flow : flows) {
            if (!flow.isPoisson()) {
                return false;
            }
        }
        return true;
    }
}
