package dev.millrace.deviceplugin.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery over folders that look like a Jetson's device tree and device nodes. */
class JetsonGpuTest {
    @TempDir
    private Path root;

    private JetsonGpu gpu;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(root.resolve("tree"));
        Files.createDirectories(root.resolve("dev"));
        gpu = new JetsonGpu(root.resolve("tree"), root.resolve("dev"), Path.of("/dev"));
    }

    @Test
    void otherMachinesHaveNone() throws IOException {
        Files.createFile(root.resolve("dev/nvidia0"));
        assertThat(gpu.find()).isEmpty();
        tree("raspberrypi,4-model-b\0brcm,bcm2711\0", "Raspberry Pi 4 Model B\0");
        assertThat(gpu.find()).isEmpty();
    }

    @Test
    void aJetsonHasOneWithAllNodesOfItsDriver() throws IOException {
        tree("nvidia,p3450-0000\0nvidia,jetson-nano\0nvidia,tegra210\0", "NVIDIA Jetson Nano Developer Kit\0");
        for (String node : new String[] {"nvhost-ctrl-gpu", "nvhost-gpu", "nvmap", "null"}) {
            Files.createFile(root.resolve("dev").resolve(node));
        }
        assertThat(gpu.find()).singleElement().satisfies(device -> {
            assertThat(device.type()).isEqualTo("jetson-nano");
            assertThat(device.healthy()).isTrue();
            assertThat(device.nodes())
                    .extracting(OfferedDevice.Node::containerPath)
                    .containsExactly("/dev/nvhost-ctrl-gpu", "/dev/nvhost-gpu", "/dev/nvmap");
        });
    }

    @Test
    void nodesInFoldersCountAndADriverThatIsNotThereIsUnhealthy() throws IOException {
        tree("nvidia,p3768-0000+p3767-0005\0nvidia,tegra234\0", "NVIDIA Jetson Orin Nano Developer Kit\0");
        Files.createFile(root.resolve("dev/nvmap"));
        assertThat(gpu.find().getFirst().healthy()).isFalse();
        Files.createDirectories(root.resolve("dev/nvgpu/igpu0"));
        Files.createFile(root.resolve("dev/nvgpu/igpu0/ctrl"));
        assertThat(gpu.find().getFirst()).satisfies(device -> {
            assertThat(device.healthy()).isTrue();
            assertThat(device.type()).isEqualTo("jetson-orin-nano");
            assertThat(device.nodes().getFirst().hostPath()).isEqualTo("/dev/nvgpu/igpu0/ctrl");
        });
    }

    @Test
    void typesAreThoseOfTheProfiles() {
        assertThat(JetsonGpu.type("nvidia,tegra186 quill")).isEqualTo("jetson-tx2");
        assertThat(JetsonGpu.type("nvidia,tegra194 NVIDIA Jetson AGX Xavier")).isEqualTo("jetson-agx-xavier");
        assertThat(JetsonGpu.type("nvidia,tegra234 Jetson Orin NX")).isEqualTo("jetson-orin-nx");
        assertThat(JetsonGpu.type("nvidia,tegra239")).isEqualTo("jetson");
    }

    private void tree(String compatible, String model) throws IOException {
        Files.writeString(root.resolve("tree/compatible"), compatible);
        Files.writeString(root.resolve("tree/model"), model);
    }
}
