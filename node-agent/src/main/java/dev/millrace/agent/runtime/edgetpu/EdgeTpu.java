package dev.millrace.agent.runtime.edgetpu;

import java.nio.file.Path;

/**
 * An EdgeTPU that libedgetpu has listed.
 *
 * @param kind libedgetpu's number for the bus: 0 PCIe, 1 USB
 * @param path how libedgetpu opens it: {@code /dev/apex_N}, or the device's folder in sysfs
 */
public record EdgeTpu(int kind, String path) {
    private static final int PCIE = 0;

    /** Type of the device, as profiles name it. */
    public String type() {
        return kind == PCIE ? "coral-pcie" : "coral-usb";
    }

    /** Name that stays while it is plugged in where it is, as the device plugin gives it: apex-0, usb-1-2. */
    public String name() {
        String last = Path.of(path).getFileName().toString();
        return kind == PCIE ? last.replace('_', '-') : "usb-" + last.replace('.', '-');
    }
}
