package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.Flow;
import java.util.List;

/** A device's figures as arrays by copy, and the copy of each flow (-1 for flows of other devices). */
final class DeviceSetup {
    private final Device device;
    private final List<Flow> flows;
    private final ServiceDraws draws;

    DeviceSetup(Device device, List<Flow> flows) {
        this(device, flows, ServiceDraws.profiled());
    }

    DeviceSetup(Device device, List<Flow> flows, ServiceDraws draws) {
        this.device = device;
        this.flows = flows;
        this.draws = draws;
    }

    int[] copyOfFlow() {
        int[] copies = new int[flows.size()];
        for (int flow = 0; flow < copies.length; flow++) {
            copies[flow] = flows.get(flow).device().name().equals(device.name())
                    ? device.copies().indexOf(flows.get(flow).copy())
                    : -1;
        }
        return copies;
    }

    Sampler[][] batchServices() {
        return device.copies().stream().map(copy -> draws.batches(device, copy)).toArray(Sampler[][]::new);
    }

    double[] switchMs() {
        return device.copies().stream().mapToDouble(Copy::switchMs).toArray();
    }

    Residency residency() {
        return new Residency(device.copies());
    }

    RequestQueue[] queues() {
        RequestQueue[] queues = new RequestQueue[device.copies().size()];
        java.util.Arrays.setAll(queues, copy -> new RequestQueue());
        return queues;
    }
}
