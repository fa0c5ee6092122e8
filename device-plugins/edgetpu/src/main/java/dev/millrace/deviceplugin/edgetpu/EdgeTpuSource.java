package dev.millrace.deviceplugin.edgetpu;

import dev.millrace.deviceplugin.kubelet.DeviceSource;
import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** EdgeTPUs as a kubelet hands them out: PCIe first, then by the speed of their USB link. */
final class EdgeTpuSource implements DeviceSource {
    private static final Comparator<EdgeTpu> FASTEST_FIRST = Comparator.comparing(
                    (EdgeTpu device) -> device.bus() != EdgeTpu.Bus.PCIE)
            .thenComparing(Comparator.comparingInt(EdgeTpu::usbSpeedMbps).reversed())
            .thenComparing(EdgeTpu::name);
    private static final Path CONTAINER_DEV = Path.of("/dev");

    private final EdgeTpuDiscovery discovery;
    private final PcieHealth health;
    private final Path dev;
    private final Path hostDev;

    /**
     * @param sys the host's sysfs as this process sees it
     * @param dev the host's device nodes as this process sees them
     * @param hostDev the same folder as the container runtime sees it
     */
    EdgeTpuSource(Path sys, Path dev, Path hostDev) {
        this.discovery = new EdgeTpuDiscovery(sys, dev);
        this.health = new PcieHealth(sys);
        this.dev = dev;
        this.hostDev = hostDev;
    }

    @Override
    public List<OfferedDevice> find() throws IOException {
        return discovery.find().stream()
                .sorted(FASTEST_FIRST)
                .map(this::offered)
                .toList();
    }

    private OfferedDevice offered(EdgeTpu device) {
        Path below = dev.relativize(Path.of(device.path()));
        OfferedDevice.Node node = new OfferedDevice.Node(
                hostDev.resolve(below).toString(), CONTAINER_DEV.resolve(below).toString());
        boolean pcie = device.bus() == EdgeTpu.Bus.PCIE;
        return new OfferedDevice(
                device.name(),
                device.type(),
                !pcie || health.healthy(below.toString()),
                List.of(node),
                pcie ? health.numaNode(below.toString()) : -1,
                device.usbSpeedMbps());
    }
}
