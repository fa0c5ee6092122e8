package dev.millrace.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.agent.Manifests;
import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.agent.runtime.edgetpu.StandIn;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for libedgetpu that lists two devices, on USB and on PCIe. */
class EdgeTpuAllotmentTest {
    @TempDir
    private Path folder;

    @Test
    void declaredDevicesAreGivenTheRealOnesOfTheirType() throws Exception {
        EdgeTpus two = EdgeTpus.find(StandIn.compile(folder.resolve("standin.so"), "DEVICES=2"));
        Inventory inventory =
                inventory(two, device("a", "coral-usb"), device("b", "coral-usb"), device("c", "coral-pcie"));
        assertThat(inventory.device("a").orElseThrow().problem()).isNull();
        assertThat(inventory.device("a").orElseThrow().edgeTpu())
                .satisfies(found -> assertThat(found.name()).isEqualTo("usb-2-1-4"));
        assertThat(inventory.device("b").orElseThrow().problem())
                .contains("not on this machine")
                .contains("--emulate b=coral-usb");
        assertThat(inventory.device("c").orElseThrow().problem()).isNull();
    }

    @Test
    void aDeviceIsFoundByThePluginsName() throws Exception {
        EdgeTpus two = EdgeTpus.find(StandIn.compile(folder.resolve("standin.so"), "DEVICES=2"));
        Inventory inventory = inventory(two, device("usb-2-1-4", "coral"), device("apex-0", "coral"));
        assertThat(inventory.devices()).allSatisfy(device -> {
            assertThat(device.problem()).isNull();
            assertThat(device.edgeTpu()).isNotNull();
            assertThat(device.name()).isEqualTo(device.edgeTpu().name());
        });
    }

    @Test
    void aNodeThatFindsOutByItselfNamesThemInOrder() throws Exception {
        EdgeTpus two = EdgeTpus.find(StandIn.compile(folder.resolve("standin.so"), "DEVICES=2"));
        Inventory inventory = Inventories.of(null, List.of(), null, 4, "4Gi", two, RealGpus.none());
        assertThat(inventory.devices())
                .extracting(DeviceDeclaration::name, DeviceDeclaration::type, DeviceDeclaration::onChipMemory)
                .containsExactly(tuple("edgetpu-0", "coral-pcie", "6.9Mi"), tuple("edgetpu-1", "coral-usb", "6.9Mi"));
    }

    @Test
    void withoutTheLibraryTheReasonIsTheDevices() {
        EdgeTpus none = EdgeTpus.find(folder.resolve("no-such-library.so"));
        Inventory inventory = inventory(none, device("a", "coral-usb"));
        assertThat(inventory.device("a").orElseThrow().problem()).contains("libedgetpu1-std");
        assertThat(inventory.device("a").orElseThrow().edgeTpu()).isNull();
    }

    private static DeviceStatus device(String name, String type) {
        return new DeviceStatus(name, DeviceClass.EDGE_TPU, type, null, null, null, false);
    }

    private static Inventory inventory(EdgeTpus edgeTpus, DeviceStatus... devices) {
        InferenceNodeStatus any = Manifests.inputs(1).node().getStatus();
        InferenceNodeStatus status = new InferenceNodeStatus(
                null, null, any.cpu(), any.memory(), List.of(devices), List.of(), List.of(), List.of(), List.of());
        return Inventories.of(status, List.of(), null, null, null, edgeTpus, RealGpus.none());
    }
}
