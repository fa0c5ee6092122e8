package dev.millrace.agent.runtime.edgetpu;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for EdgeTPUs on PCIe and USB without libedgetpu, to tell one that is missing from one that cannot be used. */
final class EdgeTpuBuses {
    /** Before and after the firmware is loaded. */
    private static final Set<String> USB_IDS = Set.of("1a6e:089a", "18d1:9302");

    private final Path sys;
    private final Path dev;

    /**
     * @param sys root of sysfs
     * @param dev root of the device nodes
     */
    EdgeTpuBuses(Path sys, Path dev) {
        this.sys = sys;
        this.dev = dev;
    }

    /** In the order of their paths; none where nothing can be read. */
    List<EdgeTpu> find() {
        List<EdgeTpu> found = new ArrayList<>();
        for (Path node : list(dev, "apex_[0-9]*")) {
            found.add(new EdgeTpu(0, node.toString()));
        }
        for (Path device : list(sys.resolve("bus").resolve("usb").resolve("devices"), "[0-9]*-[0-9]*")) {
            if (USB_IDS.contains(text(device, "idVendor") + ":" + text(device, "idProduct"))) {
                found.add(new EdgeTpu(1, device.toString()));
            }
        }
        return found;
    }

    private static List<Path> list(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    private static String text(Path device, String attribute) {
        try {
            return Files.readString(device.resolve(attribute)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
