package dev.millrace.deviceplugin.kubelet;

import java.util.List;

/**
 * One device as the kubelet is told of it.
 *
 * @param id stable while the device stays in its place
 * @param type of the device, as profiles name it
 * @param healthy whether new Pods may get it
 * @param nodes device nodes that a container needs to open it
 * @param numaNode NUMA node it is attached to, -1 where unknown
 */
public record OfferedDevice(String id, String type, boolean healthy, List<Node> nodes, int numaNode) {
    public OfferedDevice {
        nodes = List.copyOf(nodes);
    }

    /**
     * A device node.
     *
     * @param hostPath where the container runtime finds it
     * @param containerPath where the container sees it
     */
    public record Node(String hostPath, String containerPath) {}

    OfferedDevice withHealth(boolean now) {
        return now == healthy ? this : new OfferedDevice(id, type, now, nodes, numaNode);
    }
}
