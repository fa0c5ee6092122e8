package dev.millrace.deviceplugin.edgetpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery over folders that look like a machine's sysfs and device nodes. */
class EdgeTpuDiscoveryTest {
    @TempDir
    private Path root;

    private Path sys;
    private Path dev;

    @BeforeEach
    void makeFolders() throws IOException {
        sys = Files.createDirectories(root.resolve("sys"));
        dev = Files.createDirectories(root.resolve("dev"));
    }

    @Test
    void aMachineWithNeitherBusHasNone() throws IOException {
        assertThat(find()).isEmpty();
        assertThat(new EdgeTpuDiscovery(root.resolve("none"), root.resolve("none")).find())
                .isEmpty();
        assertThat(EdgeTpuListing.json(List.of())).isEqualTo("[]");
    }

    @Test
    void usbDevicesAreFoundBeforeAndAfterTheirFirmwareIsLoaded() throws IOException {
        usb("2-1", "1a6e", "089a", "2", "5", "5000");
        usb("4-1.3", "18d1", "9302", "4", "12", "480");
        assertThat(find())
                .containsExactly(
                        new EdgeTpu(
                                "usb-2-1",
                                EdgeTpu.Bus.USB,
                                dev.resolve("bus/usb/002/005").toString(),
                                5000,
                                false),
                        new EdgeTpu(
                                "usb-4-1-3",
                                EdgeTpu.Bus.USB,
                                dev.resolve("bus/usb/004/012").toString(),
                                480,
                                true));
    }

    @Test
    void theNameStaysWhenFirmwareChangesIdsAndAddress() throws IOException {
        usb("2-1", "1a6e", "089a", "2", "5", "5000");
        String before = find().getFirst().name();
        usb("2-1", "18d1", "9302", "2", "6", "5000");
        assertThat(find()).singleElement().satisfies(device -> {
            assertThat(device.name()).isEqualTo(before);
            assertThat(device.path()).endsWith("/002/006");
        });
    }

    @Test
    void otherDevicesHubsAndInterfacesAreNotTaken() throws IOException {
        usb("1-1", "18d1", "4ee7", "1", "2", "480");
        usb("1-2", "1a6e", "9302", "1", "3", "480");
        usb("usb2", "1a6e", "089a", "2", "1", "5000");
        usb("2-1:1.0", "1a6e", "089a", "2", "5", "5000");
        Files.createFile(dev.resolve("apex_x"));
        Files.createFile(dev.resolve("apexes"));
        assertThat(find()).isEmpty();
    }

    @Test
    void aDeviceThatGoesWhileItIsReadIsSkipped() throws IOException {
        Path device = usb("2-1", "1a6e", "089a", "2", "5", "5000");
        Files.delete(device.resolve("devnum"));
        usb("2-2", "1a6e", "089a", "2", "6", "1.5");
        assertThat(find())
                .singleElement()
                .satisfies(found -> assertThat(found.usbSpeedMbps()).isEqualTo(1));
    }

    @Test
    void pcieDevicesAreFoundByTheDriversNodes() throws IOException {
        Files.createFile(dev.resolve("apex_0"));
        Files.createFile(dev.resolve("apex_10"));
        assertThat(find()).extracting(EdgeTpu::name).containsExactly("apex-0", "apex-10");
        assertThat(find()).extracting(EdgeTpu::type).containsOnly("coral-pcie");
    }

    @Test
    void theListingIsJson() throws IOException {
        usb("2-1", "1a6e", "089a", "2", "5", "5000");
        assertThat(EdgeTpuListing.json(find()))
                .isEqualTo(
                        "[{\"name\":\"usb-2-1\",\"class\":\"EdgeTPU\",\"type\":\"coral-usb\",\"bus\":\"USB\",\"path\":\""
                                + dev.resolve("bus/usb/002/005") + "\",\"usbSpeedMbps\":5000,\"firmware\":false}]");
    }

    private List<EdgeTpu> find() throws IOException {
        return new EdgeTpuDiscovery(sys, dev).find();
    }

    private Path usb(String port, String vendor, String product, String bus, String address, String speed)
            throws IOException {
        Path device = Files.createDirectories(sys.resolve("bus/usb/devices").resolve(port));
        Files.writeString(device.resolve("idVendor"), vendor + "\n");
        Files.writeString(device.resolve("idProduct"), product + "\n");
        Files.writeString(device.resolve("busnum"), bus + "\n");
        Files.writeString(device.resolve("devnum"), address + "\n");
        Files.writeString(device.resolve("speed"), speed + "\n");
        return device;
    }
}
