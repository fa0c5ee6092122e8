package dev.millrace.placement.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One node of the cluster with its devices.
 *
 * @param ready whether its agent lives; nothing is placed on a node that is not ready
 * @param cores CPU cores, the servers of the preprocess station
 * @param memoryBytes host memory, shared by devices that have none of their own
 * @param pricePerHour 0 where unknown
 */
public record Node(
        String name,
        Map<String, String> labels,
        List<Taint> taints,
        boolean ready,
        int cores,
        long memoryBytes,
        double pricePerHour,
        List<DeviceSpec> devices) {
    public Node {
        Require.text("name", name);
        Require.that(cores >= 1, "cores", cores, "must be at least 1");
        Require.notNegative("memoryBytes", memoryBytes);
        Require.notNegative("pricePerHour", pricePerHour);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        taints = List.copyOf(taints);
        devices = List.copyOf(devices);
        long names = devices.stream().map(DeviceSpec::name).distinct().count();
        Require.that(names == devices.size(), "devices", devices, "names must be unique");
    }
}
