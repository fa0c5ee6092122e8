package dev.millrace.deviceplugin.gpu;

import dev.millrace.deviceplugin.kubelet.DeviceSource;
import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The GPU of a Jetson, by the device tree and the driver's device nodes. It is one device that shares the board's memory;
 * CUDA opens several nodes of the driver at once, so that a container gets all of them.
 */
final class JetsonGpu implements DeviceSource {
    /** Of the drivers nvgpu and nvhost, on JetPack 4 (nvhost-*) to 6 (nvgpu/ and nvhost-*), with their memory manager. */
    private static final String NODES = "{nvhost-*,nvmap,nvgpu,nvidia*,dri}";

    private static final Path CONTAINER_DEV = Path.of("/dev");

    private final Path tree;
    private final Path dev;
    private final Path hostDev;

    /**
     * @param tree the host's device tree, {@code /proc/device-tree}
     * @param dev the host's device nodes as this process sees them
     * @param hostDev the same folder as the container runtime sees it
     */
    JetsonGpu(Path tree, Path dev, Path hostDev) {
        this.tree = tree;
        this.dev = dev;
        this.hostDev = hostDev;
    }

    /** One device or none. Its driver is loaded when its control node is there. */
    @Override
    public List<OfferedDevice> find() throws IOException {
        String compatible = text("compatible");
        if (!compatible.contains("nvidia,tegra")) {
            return List.of();
        }
        List<OfferedDevice.Node> nodes = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(dev, NODES)) {
            for (Path entry : entries) {
                add(nodes, entry);
            }
        }
        nodes.sort(java.util.Comparator.comparing(OfferedDevice.Node::containerPath));
        boolean driver = nodes.stream()
                .anyMatch(node -> node.containerPath().equals("/dev/nvhost-ctrl-gpu")
                        || node.containerPath().startsWith("/dev/nvgpu/"));
        return nodes.isEmpty()
                ? List.of()
                : List.of(new OfferedDevice("igpu-0", type(compatible + " " + text("model")), driver, nodes, -1));
    }

    /** Folders of nodes are listed, as a container is given nodes only. */
    private void add(List<OfferedDevice.Node> nodes, Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            try (DirectoryStream<Path> below = Files.newDirectoryStream(entry)) {
                for (Path one : below) {
                    add(nodes, one);
                }
            }
            return;
        }
        Path relative = dev.relativize(entry);
        nodes.add(new OfferedDevice.Node(
                hostDev.resolve(relative).toString(),
                CONTAINER_DEV.resolve(relative).toString()));
    }

    /** As the shipped profiles name them; by the module's name in the device tree, else by its chip. */
    static String type(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("orin nano") || lower.contains("p3767-0003") || lower.contains("p3767-0005")) {
            return lower.contains("super") ? "jetson-orin-nano-super" : "jetson-orin-nano";
        }
        if (lower.contains("orin nx") || lower.contains("p3767-0000") || lower.contains("p3767-0001")) {
            return "jetson-orin-nx";
        }
        if (lower.contains("xavier") && lower.contains("agx")) {
            return "jetson-agx-xavier";
        }
        if (lower.contains("jetson nano") || lower.contains("p3450")) {
            return "jetson-nano";
        }
        if (lower.contains("tegra186")) {
            return "jetson-tx2";
        }
        return lower.contains("tegra210") ? "jetson-tx1" : "jetson";
    }

    /** Strings of the device tree end with, and are separated by, a zero byte. */
    private String text(String property) {
        try {
            return Files.readString(tree.resolve(property), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
