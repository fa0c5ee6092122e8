package dev.millrace.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.crds.v1alpha1.DeviceClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceFlagTest {
    @Test
    void typeOrNameTellTheClass() {
        assertThat(emulated("edgetpu-0=coral-usb").deviceClass()).isEqualTo(DeviceClass.EDGE_TPU);
        assertThat(emulated("a=jetson-nano").deviceClass()).isEqualTo(DeviceClass.GPU);
        assertThat(emulated("a=x86-16c").deviceClass()).isEqualTo(DeviceClass.CPU);
        assertThat(emulated("gpu-0=my-own").deviceClass()).isEqualTo(DeviceClass.GPU);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> emulated("a=my-own"))
                .withMessageContaining("neither type 'my-own' nor name 'a'");
    }

    @Test
    void memoryIsOwnOrKnownOfTheType() {
        DeviceDeclaration device = emulated("edgetpu-0=coral-usb,memory=800Mi");
        assertThat(device.memory()).isEqualTo("800Mi");
        assertThat(device.onChipMemory()).isEqualTo("6.9Mi");
        assertThat(emulated("edgetpu-0=coral-usb,onChipMemory=1Mi").onChipMemory())
                .isEqualTo("1Mi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "=y", "x=", "X=y", "x=y,z=1", "x=y,memory=much"})
    void mistakesAreToldInASentence(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceFlag.parse("--emulate", text))
                .withMessageStartingWith("--emulate: ");
    }

    private static DeviceDeclaration emulated(String text) {
        return DeviceFlag.parse("--emulate", text).emulated(null);
    }
}
