package dev.millrace.agent.plan;

import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.agent.runtime.onnx.OnnxGpus;
import java.util.List;
import java.util.Optional;

/**
 * What this node has.
 *
 * @param cores servers of the CPU's line
 * @param memory host memory, a quantity
 * @param edgeTpus the real EdgeTPUs, for those of the devices that are some
 * @param gpus what reaches the real GPUs, likewise
 */
public record Inventory(int cores, String memory, List<DeviceDeclaration> devices, EdgeTpus edgeTpus, OnnxGpus gpus) {
    public Inventory {
        devices = List.copyOf(devices);
    }

    public Optional<DeviceDeclaration> device(String name) {
        return devices.stream().filter(device -> device.name().equals(name)).findFirst();
    }
}
