package dev.millrace.queueing.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One node with all that it serves.
 *
 * @param name the node's name
 * @param cores servers of its CPU station, 1 to 65536
 * @param devices names unique
 * @param streams ids unique; their branches name devices and copies of this node
 */
public record NodeModel(String name, int cores, List<Device> devices, List<Stream> streams) {
    /** Station name of the CPU where no CPU device is declared. */
    public static final String CPU_STATION = "cpu";

    /** Validates the components and copies the lists. */
    public NodeModel {
        Require.count("cores", cores);
        devices = List.copyOf(devices);
        streams = List.copyOf(streams);
        Map<String, Device> byName = new HashMap<>();
        for (Device device : devices) {
            if (byName.put(device.name(), device) != null) {
                throw new IllegalArgumentException("devices of node " + name + " hold " + device.name() + " twice");
            }
        }
        Set<String> ids = new HashSet<>();
        for (Stream stream : streams) {
            if (!ids.add(stream.id())) {
                throw new IllegalArgumentException("streams of node " + name + " hold " + stream.id() + " twice");
            }
            for (Branch branch : stream.branches()) {
                Device device = byName.get(branch.device());
                if (device == null) {
                    throw new IllegalArgumentException(
                            "stream " + stream.id() + " names device " + branch.device() + ", unknown on node " + name);
                }
                device.copy(branch.copy());
            }
        }
    }

    /**
     * The device of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Device device(String deviceName) {
        for (Device device : devices) {
            if (device.name().equals(deviceName)) {
                return device;
            }
        }
        throw new IllegalArgumentException("device " + deviceName + " is unknown on node " + name);
    }

    /** Name of the station where pre-processing runs: the first CPU device's, or {@link #CPU_STATION}. */
    public String cpuStation() {
        for (Device device : devices) {
            if (device.deviceClass() == DeviceClass.CPU) {
                return device.name();
            }
        }
        return CPU_STATION;
    }
}
