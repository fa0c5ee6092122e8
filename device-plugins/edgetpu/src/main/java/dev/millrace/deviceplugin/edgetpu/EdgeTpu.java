package dev.millrace.deviceplugin.edgetpu;

/**
 * One EdgeTPU of this machine.
 *
 * @param name stable while the device stays where it is plugged in: the USB port path or the PCIe device node
 * @param bus how it is attached
 * @param path device node that a process opens: {@code /dev/bus/usb/BBB/DDD} or {@code /dev/apex_N}
 * @param usbSpeedMbps link speed of a USB device, 0 where unknown; below 5000 it is slow: latencies published for it are
 *     those of USB 3
 * @param firmware whether its firmware is loaded; a USB device gets it at its first use and changes its ids then
 */
public record EdgeTpu(String name, Bus bus, String path, int usbSpeedMbps, boolean firmware) {
    /** How an EdgeTPU is attached. */
    public enum Bus {
        USB,
        PCIE
    }

    /** Type of the device, as profiles name it. */
    public String type() {
        return bus == Bus.USB ? "coral-usb" : "coral-pcie";
    }
}
