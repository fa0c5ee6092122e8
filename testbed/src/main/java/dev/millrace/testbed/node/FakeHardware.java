package dev.millrace.testbed.node;

import dev.millrace.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that look like the sysfs and /dev of a machine with EdgeTPUs: they stand in for hardware. The device nodes are
 * real ones, so that a container runtime takes them, but those of {@code /dev/null}.
 *
 * @param folder holds {@code sys} and {@code dev}
 */
public record FakeHardware(Path folder) {

    /**
     * Plugs an EdgeTPU into a USB port, or changes what is there.
     *
     * @param port such as {@code 2-1}
     * @param vendor USB vendor id, {@code 1a6e} before the firmware is loaded, {@code 18d1} after
     * @param product USB product id, {@code 089a} before, {@code 9302} after
     * @param bus number of the bus
     * @param address number of the device on the bus; a new one at each enumeration
     */
    public void plug(String port, String vendor, String product, int bus, int address) {
        try {
            unplug(port);
            Path device = Files.createDirectories(port(port));
            Files.writeString(device.resolve("idVendor"), vendor + "\n");
            Files.writeString(device.resolve("busnum"), bus + "\n");
            Files.writeString(device.resolve("devnum"), address + "\n");
            Files.writeString(device.resolve("speed"), "5000\n");
            Path node =
                    folder.resolve("dev/bus/usb").resolve("%03d".formatted(bus)).resolve("%03d".formatted(address));
            Files.createDirectories(node.getParent());
            if (!Files.exists(node)) {
                Shell.run("mknod", "-m", "660", node.toString(), "c", "1", "3");
            }
            // Last: without it the device is not taken for one.
            Files.writeString(device.resolve("idProduct"), product + "\n");
        } catch (IOException e) {
            throw new TestbedException("cannot plug in " + port, e);
        }
    }

    /** Makes the folders, with nothing plugged in. */
    public void create() {
        try {
            Files.createDirectories(folder.resolve("sys/bus/usb/devices"));
            Files.createDirectories(folder.resolve("dev/bus/usb"));
        } catch (IOException e) {
            throw new TestbedException("cannot make " + folder, e);
        }
    }

    /** Takes away what is in a port; nothing there is fine. */
    public void unplug(String port) {
        Path device = port(port);
        if (!Files.exists(device)) {
            return;
        }
        try (Stream<Path> files = Files.walk(device)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new TestbedException("cannot unplug " + port, e);
        }
    }

    private Path port(String port) {
        return folder.resolve("sys/bus/usb/devices").resolve(port);
    }
}
