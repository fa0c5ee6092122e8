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
 * @param linkMbps speed of its link in Mbit/s, 0 where unknown
 */
public record OfferedDevice(String id, String type, boolean healthy, List<Node> nodes, int numaNode, int linkMbps) {
    public OfferedDevice {
        nodes = List.copyOf(nodes);
    }

    /** A device whose link's speed is unknown. */
    public OfferedDevice(String id, String type, boolean healthy, List<Node> nodes, int numaNode) {
        this(id, type, healthy, nodes, numaNode, 0);
    }

    /**
     * A device node.
     *
     * @param hostPath where the container runtime finds it
     * @param containerPath where the container sees it
     */
    public record Node(String hostPath, String containerPath) {}

    OfferedDevice withHealth(boolean now) {
        return now == healthy ? this : new OfferedDevice(id, type, now, nodes, numaNode, linkMbps);
    }
}
