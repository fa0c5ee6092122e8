package dev.millrace.crds.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "80ms, 80",
        "1.5s, 1500",
        "250us, 0.25",
        "250\u00b5s, 0.25",
        "250\u03bcs, 0.25",
        "4.91ms, 4.91",
        "24800us, 24.8",
        "100ns, 1e-4",
        "1h2m3s, 3723000",
        "2m0.5s, 120500",
        "1s500ms, 1500",
        "0s, 0",
        "2562047h47m16.854775807s, 9223372036854.775807"
    })
    void readsWhatGoReads(String text, double ms) {
        assertThat(Durations.millis(text)).isEqualTo(ms);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "80", "0", "ms", "80 ms", "-80ms", "+80ms", ".5s", "5.s", "1d", "1M", "1e3ms", "80ms ", "eighty"
            })
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.millis(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a duration");
    }

    @Test
    void refusesMoreThanGoCanHold() {
        assertThatThrownBy(() -> Durations.millis("2562047h47m16.854775808s"))
                .hasMessageContaining("longer than 292 years");
    }

    @ParameterizedTest
    @CsvSource({
        "48, 48ms",
        "1500, 1.5s",
        "0.25, 250us",
        "4.91, 4.91ms",
        "48.03216, 48.03ms",
        "999.99, 1s",
        "3723000, 3723s",
        "123456789, 123500s",
        "0.0001, 100ns",
        "0, 0s",
        "1e-9, 0s",
        "1, 1ms",
        "0.001, 1us"
    })
    void writesTheLargestFittingUnit(double ms, String text) {
        assertThat(Durations.format(ms)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void doesNotWriteWhatIsNoDuration(double ms) {
        assertThatThrownBy(() -> Durations.format(ms)).isInstanceOf(IllegalArgumentException.class);
    }
}
