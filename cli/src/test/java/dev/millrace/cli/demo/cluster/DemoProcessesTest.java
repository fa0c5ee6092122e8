package dev.millrace.cli.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.CpuInfo;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoProcessesTest {

    @Test
    void anAgentIsToldWhatTheExampleSaysOfItsNode() {
        InferenceNodeStatus status = new InferenceNodeStatus(
                null,
                null,
                new CpuInfo(4),
                "4Gi",
                List.of(
                        new DeviceStatus(
                                "edgetpu-0",
                                DeviceClass.EDGE_TPU,
                                "coral-usb",
                                "6.9Mi",
                                "800Mi",
                                DeviceHealth.HEALTHY,
                                true),
                        new DeviceStatus("cpu-0", DeviceClass.CPU, "x86-64", null, null, DeviceHealth.HEALTHY, false)),
                null,
                null,
                null,
                null);

        assertThat(DemoProcesses.hardware(status))
                .containsExactly(
                        "--cores", "4",
                        "--memory", "4Gi",
                        "--emulate", "edgetpu-0=coral-usb,memory=800Mi,onChipMemory=6.9Mi",
                        "--cpu", "cpu-0=x86-64");
    }
}
