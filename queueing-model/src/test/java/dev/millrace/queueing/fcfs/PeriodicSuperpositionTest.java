package dev.millrace.queueing.fcfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodicSuperpositionTest {
    @ParameterizedTest
    @CsvSource({"2,0.3", "4,0.6", "5,0.75", "10,0.9", "20,0.5"})
    void meanIsTheIntegralOfTheTail(int streams, double load) {
        PeriodicSuperposition queue = new PeriodicSuperposition(streams, load, 10);
        int steps = 200_000;
        double width = 10.0 * streams / steps;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += width * (1 - queue.cdf((i + 0.5) * width));
        }
        assertThat(queue.meanMs()).isCloseTo(sum, withinPercentage(0.01));
    }

    @Test
    void twoStreamsMeetTheirClosedForm() {
        // The other stream's phase is uniform over the period 2 / rho: it delays by s - d if it comes d < s before.
        PeriodicSuperposition queue = new PeriodicSuperposition(2, 0.5, 10);
        assertThat(queue.meanMs()).isCloseTo(10 + 5 * 0.25, within(1e-9));
        assertThat(queue.cdf(10)).isCloseTo(0.75, within(1e-12));
        assertThat(queue.quantileMs(0.9)).isCloseTo(16, within(1e-3));
    }

    @Test
    void oneStreamNeverWaits() {
        PeriodicSuperposition queue = new PeriodicSuperposition(1, 0.9, 10);
        assertThat(queue.meanMs()).isEqualTo(10);
        assertThat(queue.quantileMs(0.99)).isEqualTo(10);
    }

    @Test
    void fiveCameras() {
        // Known figures at utilisation 0.75, whatever the service time: mean 23.5, p95 41.7.
        PeriodicSuperposition queue = new PeriodicSuperposition(5, 0.75, 10);
        assertThat(queue.quantileMs(0.95) / queue.meanMs()).isCloseTo(41.7 / 23.5, within(0.006));
    }
}
