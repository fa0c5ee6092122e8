package dev.millrace.crds.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "936Mi, 981467136",
        "4Gi, 4294967296",
        "3.75Mi, 3932160",
        "6.9Mi, 7235175",
        "1500M, 1500000000",
        "1k, 1000",
        "1e9, 1000000000",
        "1E3, 1000",
        "0, 0",
        "+5, 5",
        "123, 123",
        ".5Ki, 512",
        "100m, 1",
        "1n, 1"
    })
    void readsWhatKubernetesReads(String text, long bytes) {
        assertThat(Quantities.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mi", "-1Mi", "1 Mi", "1MB", "1mi", "four", "1e", "0x10"})
    void refusesWhatIsNoQuantity(String text) {
        assertThatThrownBy(() -> Quantities.bytes(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a quantity");
    }

    @Test
    void refusesMoreThanALongHolds() {
        assertThatThrownBy(() -> Quantities.bytes("10E")).hasMessageContaining("2^63 - 1 bytes");
    }
}
