package dev.millrace.deviceplugin.edgetpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the discovered devices the kubelet is offered. */
class EdgeTpuSourceTest {
    @TempDir
    private Path root;

    private EdgeTpuSource source;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        source = new EdgeTpuSource(root.resolve("sys"), root.resolve("dev"), Path.of("/mnt/dev"));
    }

    @Test
    void theFastestComesFirst() throws IOException {
        usb("1-1", 480);
        usb("2-1", 5000);
        apex(0);
        assertThat(source.find()).extracting(OfferedDevice::id).containsExactly("apex-0", "usb-2-1", "usb-1-1");
    }

    @Test
    void aContainerSeesADeviceWhereItLooksForIt() throws IOException {
        usb("2-1", 5000);
        assertThat(source.find().getFirst().nodes())
                .containsExactly(new OfferedDevice.Node("/mnt/dev/bus/usb/002/007", "/dev/bus/usb/002/007"));
    }

    @Test
    void aHotDeviceIsUnhealthyUntilItHasCooledDown() throws IOException {
        apex(0);
        assertThat(source.find().getFirst().healthy()).isTrue();
        Path temperature = root.resolve("sys/class/apex/apex_0/temp");
        Files.createDirectories(temperature.getParent());
        Files.writeString(temperature, "99900\n");
        assertThat(source.find().getFirst().healthy()).isTrue();
        Files.writeString(temperature, "100000\n");
        assertThat(source.find().getFirst().healthy()).isFalse();
        Files.writeString(temperature, "95000\n");
        assertThat(source.find().getFirst().healthy()).isFalse();
        Files.writeString(temperature, "89000\n");
        assertThat(source.find().getFirst().healthy()).isTrue();
    }

    @Test
    void thePlaceOfAPcieDeviceIsKnown() throws IOException {
        apex(1);
        assertThat(source.find().getFirst().numaNode()).isEqualTo(-1);
        Path numa = root.resolve("sys/class/apex/apex_1/device/numa_node");
        Files.createDirectories(numa.getParent());
        Files.writeString(numa, "1\n");
        assertThat(source.find().getFirst().numaNode()).isEqualTo(1);
    }

    private void apex(int number) throws IOException {
        Files.createFile(root.resolve("dev/apex_" + number));
    }

    private void usb(String port, int speedMbps) throws IOException {
        Path device =
                Files.createDirectories(root.resolve("sys/bus/usb/devices").resolve(port));
        Files.writeString(device.resolve("idVendor"), "18d1\n");
        Files.writeString(device.resolve("idProduct"), "9302\n");
        Files.writeString(device.resolve("busnum"), port.charAt(0) + "\n");
        Files.writeString(device.resolve("devnum"), "7\n");
        Files.writeString(device.resolve("speed"), speedMbps + "\n");
    }
}
