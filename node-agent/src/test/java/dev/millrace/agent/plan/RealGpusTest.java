package dev.millrace.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.agent.runtime.onnx.OnnxGpus;
import dev.millrace.crds.v1alpha1.CpuInfo;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealGpusTest {
    private static final OnnxGpus WITHOUT_CUDA = OnnxGpus.find(null);

    @Test
    void aGpuThatCannotServeSaysWhyAndWhatToTry() {
        DeviceStatus declared =
                new DeviceStatus("gpu-1", DeviceClass.GPU, "jetson-nano", "3Gi", null, DeviceHealth.HEALTHY, false);
        InferenceNodeStatus status =
                new InferenceNodeStatus(null, null, new CpuInfo(4), "4Gi", List.of(declared), null, null, null, null);

        Inventory inventory = Inventories.of(
                status, List.of(), null, null, null, EdgeTpus.none(), new RealGpus(WITHOUT_CUDA, List.of()));

        assertThat(inventory.device("gpu-1")).hasValueSatisfying(device -> {
            assertThat(device.emulated()).isFalse();
            assertThat(device.gpu()).isNull();
            assertThat(device.problem())
                    .startsWith(
                            "device 'gpu-1' (jetson-nano) is not on this machine: this ONNX Runtime is built without")
                    .endsWith("; Maybe --emulate gpu-1=jetson-nano");
        });
    }

    @Test
    void thoseOfTheCommandLineAreDevicesWithTheirMemory() {
        RealGpus named = new RealGpus(
                WITHOUT_CUDA,
                List.of(DeviceFlag.parse("--gpu", "left=orin,memory=3Gi"), DeviceFlag.parse("--gpu", "right=orin")));

        Inventory inventory = Inventories.of(null, List.of(), null, 2, "4Gi", EdgeTpus.none(), named);

        assertThat(inventory.devices()).extracting(DeviceDeclaration::name).containsExactly("left", "right");
        assertThat(inventory.devices().getFirst().memory()).isEqualTo("3Gi");
        assertThat(inventory.devices()).allMatch(device -> device.deviceClass() == DeviceClass.GPU);
    }
}
