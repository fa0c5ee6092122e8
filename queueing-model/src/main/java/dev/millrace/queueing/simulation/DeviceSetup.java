package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.Flow;
import java.util.List;

/** A device's figures as arrays by copy, and the copy of each flow (-1 for flows of other devices). */
final class DeviceSetup {
    private final Device device;
    private final List<Flow> flows;

    DeviceSetup(Device device, List<Flow> flows) {
        this.device = device;
        this.flows = flows;
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
        return device.copies().stream().map(DeviceSetup::batchServices).toArray(Sampler[][]::new);
    }

    private static Sampler[] batchServices(Copy copy) {
        Sampler[] samplers = new Sampler[copy.effectiveMaxBatch()];
        for (int batch = 1; batch <= samplers.length; batch++) {
            samplers[batch - 1] = Sampler.of(copy.service().at(batch));
        }
        return samplers;
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
