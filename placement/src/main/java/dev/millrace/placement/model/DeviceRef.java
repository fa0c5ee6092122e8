package dev.millrace.placement.model;

import java.util.Comparator;

/** Names one device of a cluster. Ordered by node, then device: the "name order" of the baselines. */
public record DeviceRef(String node, String device) implements Comparable<DeviceRef> {
    private static final Comparator<DeviceRef> ORDER =
            Comparator.comparing(DeviceRef::node).thenComparing(DeviceRef::device);

    public DeviceRef {
        Require.text("node", node);
        Require.text("device", device);
    }

    @Override
    public int compareTo(DeviceRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return node + "/" + device;
    }
}
