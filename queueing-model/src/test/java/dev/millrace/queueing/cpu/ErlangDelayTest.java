package dev.millrace.queueing.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class ErlangDelayTest {
    @Test
    void oneServerIsMm1() {
        assertThat(ErlangDelay.waitProbability(1, 0.7)).isCloseTo(0.7, within(1e-12));
        assertThat(ErlangDelay.exponentialWait(1, 0.5, 10)).isCloseTo(10, within(1e-12));
    }

    @Test
    void twoServers() {
        // M/M/2: C = 2 rho² / (1 + rho).
        assertThat(ErlangDelay.waitProbability(2, 0.6)).isCloseTo(0.45, within(1e-12));
    }

    @Test
    void constantServiceIsWithinThreePercent() {
        assertThat(ErlangDelay.constantWait(3, 0.75, 40)).isCloseTo(15.69, withinPercentage(3));
    }

    @Test
    void kimuraMeetsBothEnds() {
        assertThat(ErlangDelay.generalWait(4, 0.8, 10, 1))
                .isCloseTo(ErlangDelay.exponentialWait(4, 0.8, 10), within(1e-9));
        assertThat(ErlangDelay.generalWait(4, 0.8, 10, 0))
                .isCloseTo(ErlangDelay.constantWait(4, 0.8, 10), within(1e-9));
        assertThat(ErlangDelay.generalWait(1, 0.6, 10, 0.5)).isCloseTo(0.6 * 15 / 0.8, within(1e-9));
    }
}
