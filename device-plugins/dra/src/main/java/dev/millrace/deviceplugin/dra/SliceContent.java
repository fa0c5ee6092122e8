package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import io.fabric8.kubernetes.api.model.resource.v1.Device;
import io.fabric8.kubernetes.api.model.resource.v1.DeviceAttribute;
import io.fabric8.kubernetes.api.model.resource.v1.DeviceAttributeBuilder;
import io.fabric8.kubernetes.api.model.resource.v1.DeviceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Devices as a ResourceSlice shows them, with what a claim may select them by: {@code type}, {@code numaNode} and {@code
 * linkMbps}. One that is ill is not shown: taints of devices are an alpha feature of Kubernetes 1.34, and without it they
 * would be dropped and the device given away.
 */
final class SliceContent {
    /** What one slice can hold. */
    static final int MOST = 128;

    private SliceContent() {}

    /** Those beyond {@link #MOST} are left out. */
    static List<Device> devices(List<OfferedDevice> offered) {
        return offered.stream()
                .filter(OfferedDevice::healthy)
                .limit(MOST)
                .map(SliceContent::device)
                .toList();
    }

    private static Device device(OfferedDevice offered) {
        Map<String, DeviceAttribute> attributes = new LinkedHashMap<>();
        attributes.put(
                "type", new DeviceAttributeBuilder().withString(offered.type()).build());
        if (offered.numaNode() >= 0) {
            attributes.put("numaNode", number(offered.numaNode()));
        }
        if (offered.linkMbps() > 0) {
            attributes.put("linkMbps", number(offered.linkMbps()));
        }
        return new DeviceBuilder()
                .withName(offered.id())
                .withAttributes(attributes)
                .build();
    }

    private static DeviceAttribute number(long value) {
        return new DeviceAttributeBuilder().withInt(value).build();
    }
}
