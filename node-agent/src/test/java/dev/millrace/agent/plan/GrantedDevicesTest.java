package dev.millrace.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantedDevicesTest {
    @Test
    void thoseOfMillracesPluginsTellTheirTypes() {
        Map<String, String> environment = Map.of(
                "MILLRACE_EDGETPU_DEVICES",
                "usb-1-2=coral-usb,pci-0=coral-m2",
                "MILLRACE_GPU_DEVICES",
                "igpu-0=jetson-nano");

        assertThat(GrantedDevices.ofMillrace(environment))
                .containsExactly("edgetpu-0=coral-usb", "edgetpu-1=coral-m2", "gpu-0=jetson-nano");
        assertThat(GrantedDevices.gpus(environment, "unused")).containsExactly("gpu-0=jetson-nano");
    }

    @Test
    void thoseOfNvidiasPluginAreOfTheTypeGiven() {
        Map<String, String> environment = Map.of("NVIDIA_VISIBLE_DEVICES", "GPU-5f1c-22,GPU-77aa-01");

        assertThat(GrantedDevices.gpus(environment, "nvidia-t4,memory=15Gi"))
                .containsExactly("gpu-0=nvidia-t4,memory=15Gi", "gpu-1=nvidia-t4,memory=15Gi");
        assertThat(GrantedDevices.ofMillrace(environment)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all", "none", "void"})
    void wordsOfImagesWithCudaNameNoDevice(String value) {
        assertThat(GrantedDevices.gpus(Map.of("NVIDIA_VISIBLE_DEVICES", value), "nvidia-gpu"))
                .isEmpty();
    }

    @Test
    void noVariablesAreNoDevices() {
        assertThat(GrantedDevices.ofMillrace(Map.of())).isEmpty();
        assertThat(GrantedDevices.gpus(Map.of(), "nvidia-gpu")).isEmpty();
    }
}
