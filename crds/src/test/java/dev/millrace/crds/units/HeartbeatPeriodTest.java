package dev.millrace.crds.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatPeriodTest {
    @Test
    void whatIsWrittenIsRead() {
        assertThat(HeartbeatPeriod.of(Map.of(HeartbeatPeriod.ANNOTATION, HeartbeatPeriod.text(HeartbeatPeriod.LARGE))))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(HeartbeatPeriod.of(null)).isEqualTo(HeartbeatPeriod.USUAL);
        assertThat(HeartbeatPeriod.of(Map.of("other", "10s"))).isEqualTo(HeartbeatPeriod.USUAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "61s", "10", "1m", "-1s", "010s", "10s "})
    void whatCannotBeMeantIsNotFollowed(String text) {
        assertThat(HeartbeatPeriod.of(Map.of(HeartbeatPeriod.ANNOTATION, text))).isEqualTo(HeartbeatPeriod.USUAL);
    }
}
