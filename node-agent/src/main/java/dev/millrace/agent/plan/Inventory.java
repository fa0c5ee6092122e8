package dev.millrace.agent.plan;

import java.util.List;
import java.util.Optional;

/**
 * What this node has.
 *
 * @param cores servers of the CPU's line
 * @param memory host memory, a quantity
 */
public record Inventory(int cores, String memory, List<DeviceDeclaration> devices) {
    public Inventory {
        devices = List.copyOf(devices);
    }

    public Optional<DeviceDeclaration> device(String name) {
        return devices.stream().filter(device -> device.name().equals(name)).findFirst();
    }
}
