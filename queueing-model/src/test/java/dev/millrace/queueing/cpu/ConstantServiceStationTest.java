package dev.millrace.queueing.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class ConstantServiceStationTest {
    @Test
    void threeCores() {
        ConstantServiceStation station = new ConstantServiceStation(3, 0.75 * 3 / 40, 40);
        assertThat(station.noWaitProbability()).isCloseTo(0.44812, within(1e-5));
        assertThat(station.meanWaitMs()).isCloseTo(15.69, within(0.005));
        assertThat(station.quantileMs(0.95) - 40).isCloseTo(63.0, within(0.05));
        assertThat(station.quantileMs(0.99) - 40).isCloseTo(102.0, within(0.05));
    }

    @Test
    void oneCoreIsPollaczekKhinchine() {
        ConstantServiceStation station = new ConstantServiceStation(1, 0.08, 10);
        assertThat(station.noWaitProbability()).isCloseTo(0.2, within(1e-6));
        assertThat(station.meanMs()).isCloseTo(10 + 0.8 * 10 / 0.4, withinPercentage(0.001));
    }

    @Test
    void theMeanIsTheIntegralOfTheTail() {
        ConstantServiceStation station = new ConstantServiceStation(4, 0.8 * 4 / 20, 20);
        double sum = 0;
        for (double t = 0.05; t < 2000; t += 0.1) {
            sum += 0.1 * (1 - station.cdf(t));
        }
        assertThat(sum).isCloseTo(station.meanMs(), withinPercentage(0.01));
    }

    @Test
    void highLoadStillConverges() {
        ConstantServiceStation station = new ConstantServiceStation(2, 0.95 * 2 / 10, 10);
        assertThat(station.meanWaitMs()).isCloseTo(ErlangDelay.constantWait(2, 0.95, 10), withinPercentage(3));
    }
}
