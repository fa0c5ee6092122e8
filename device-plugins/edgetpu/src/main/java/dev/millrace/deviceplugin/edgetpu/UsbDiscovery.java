package dev.millrace.deviceplugin.edgetpu;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * EdgeTPUs on USB, by their ids in sysfs: 1a6e:089a (Global Unichip) before the firmware is loaded, 18d1:9302 (Google)
 * after. Reads only.
 */
final class UsbDiscovery {
    private static final String BEFORE_FIRMWARE = "1a6e:089a";
    private static final String AFTER_FIRMWARE = "18d1:9302";

    /** Devices are called BUS-PORT[.PORT…]; root hubs (usb1) and interfaces (1-1:1.0) are not. */
    private static final Pattern DEVICE = Pattern.compile("[0-9]+-[0-9]+(\\.[0-9]+)*");

    private final Path devices;
    private final Path nodes;

    /**
     * @param sys root of sysfs
     * @param dev root of the device nodes
     */
    UsbDiscovery(Path sys, Path dev) {
        this.devices = sys.resolve("bus").resolve("usb").resolve("devices");
        this.nodes = dev.resolve("bus").resolve("usb");
    }

    List<EdgeTpu> find() throws IOException {
        List<EdgeTpu> found = new ArrayList<>();
        if (!Files.isDirectory(devices)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(devices)) {
            for (Path entry : entries) {
                if (DEVICE.matcher(entry.getFileName().toString()).matches()) {
                    edgeTpu(entry).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Optional<EdgeTpu> edgeTpu(Path device) {
        String ids = text(device, "idVendor") + ":" + text(device, "idProduct");
        if (!ids.equals(BEFORE_FIRMWARE) && !ids.equals(AFTER_FIRMWARE)) {
            return Optional.empty();
        }
        Optional<Integer> bus = number(device, "busnum");
        Optional<Integer> address = number(device, "devnum");
        if (bus.isEmpty() || address.isEmpty()) {
            // Being unplugged while it is read.
            return Optional.empty();
        }
        Path node = nodes.resolve("%03d".formatted(bus.get())).resolve("%03d".formatted(address.get()));
        return Optional.of(new EdgeTpu(
                "usb-" + device.getFileName().toString().replace('.', '-'),
                EdgeTpu.Bus.USB,
                node.toString(),
                number(device, "speed").orElse(0),
                ids.equals(AFTER_FIRMWARE)));
    }

    private static Optional<Integer> number(Path device, String attribute) {
        try {
            return Optional.of((int) Double.parseDouble(text(device, attribute)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Empty where the attribute is not there or the device has just gone. */
    private static String text(Path device, String attribute) {
        try {
            return Files.readString(device.resolve(attribute)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
