package dev.millrace.deviceplugin.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private final Sightings sightings = new Sightings(3, 2);

    @Test
    void aDeviceIsOfferedAtOnce() {
        assertThat(sightings.look(List.of(device(true, 5)))).containsExactly(device(true, 5));
    }

    @Test
    void aShortAbsenceIsNotTold() {
        sightings.look(List.of(device(true, 5)));
        assertThat(sightings.look(List.of())).containsExactly(device(true, 5));
        assertThat(sightings.look(List.of())).containsExactly(device(true, 5));
        assertThat(sightings.look(List.of(device(true, 5)))).containsExactly(device(true, 5));
        assertThat(sightings.look(List.of())).hasSize(1);
        assertThat(sightings.look(List.of())).hasSize(1);
        assertThat(sightings.look(List.of())).isEmpty();
    }

    /** Such as one whose firmware was loaded: the Pod that has it cannot open its new address. */
    @Test
    void aDeviceThatCameBackUnderAnotherAddressIsUnhealthyForAWhile() {
        sightings.look(List.of(device(true, 5)));
        sightings.look(List.of());
        assertThat(sightings.look(List.of(device(true, 6)))).containsExactly(device(false, 6));
        assertThat(sightings.look(List.of(device(true, 6)))).containsExactly(device(false, 6));
        assertThat(sightings.look(List.of(device(true, 6)))).containsExactly(device(true, 6));
        assertThat(sightings.look(List.of(device(false, 6)))).containsExactly(device(true, 6));
    }

    @Test
    void healthChangesOnlyWhenItLasts() {
        sightings.look(List.of(device(true, 5)));
        assertThat(sightings.look(List.of(device(false, 5)))).containsExactly(device(true, 5));
        assertThat(sightings.look(List.of(device(true, 5)))).containsExactly(device(true, 5));
        assertThat(sightings.look(List.of(device(false, 5)))).containsExactly(device(true, 5));
        assertThat(sightings.look(List.of(device(false, 5)))).containsExactly(device(true, 5));
        assertThat(sightings.look(List.of(device(false, 5)))).containsExactly(device(false, 5));
    }

    private static OfferedDevice device(boolean healthy, int address) {
        String path = "/dev/bus/usb/002/00" + address;
        return new OfferedDevice("usb-2-1", "coral-usb", healthy, List.of(new OfferedDevice.Node(path, path)), -1);
    }
}
