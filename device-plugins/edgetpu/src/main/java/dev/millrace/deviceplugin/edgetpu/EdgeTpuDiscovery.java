package dev.millrace.deviceplugin.edgetpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All EdgeTPUs of a machine. Opens none of them. */
public final class EdgeTpuDiscovery {
    private final UsbDiscovery usb;
    private final PcieDiscovery pcie;

    /** Of this machine. */
    public EdgeTpuDiscovery() {
        this(Path.of("/sys"), Path.of("/dev"));
    }

    /**
     * Of another root, such as a host's folders mounted into a container.
     *
     * @param sys root of sysfs
     * @param dev root of the device nodes
     */
    public EdgeTpuDiscovery(Path sys, Path dev) {
        this.usb = new UsbDiscovery(sys, dev);
        this.pcie = new PcieDiscovery(dev);
    }

    /**
     * The devices that are there now, by name; none where neither bus shows any.
     *
     * @throws IOException where a folder is there and cannot be read
     */
    public List<EdgeTpu> find() throws IOException {
        List<EdgeTpu> found = new ArrayList<>(pcie.find());
        found.addAll(usb.find());
        found.sort(Comparator.comparing(EdgeTpu::name));
        return found;
    }
}
