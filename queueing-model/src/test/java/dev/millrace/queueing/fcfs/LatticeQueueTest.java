package dev.millrace.queueing.fcfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.transform.LatticeResponse;
import org.junit.jupiter.api.Test;

class LatticeQueueTest {
    private static final int POINTS = 1 << 14;

    private static LatticeResponse response(double serviceMs, double cv2, double load, double gapCv2) {
        return new LatticeQueue(serviceMs / load, gapCv2, new ServiceTime(serviceMs, cv2), POINTS).response();
    }

    @Test
    void gammaArrivalsConstantService() {
        LatticeResponse r = response(10, 0, 0.6, 0.25);
        assertThat(r.meanMs()).isCloseTo(10.9838, withinPercentage(0.02));
        assertThat(r.quantileMs(0.90)).isCloseTo(13.997, withinPercentage(0.05));
        assertThat(r.quantileMs(0.95)).isCloseTo(15.894, withinPercentage(0.05));
        assertThat(r.quantileMs(0.99)).isCloseTo(20.009, withinPercentage(0.05));
    }

    @Test
    void burstyArrivalsGammaService() {
        LatticeResponse r = response(10, 0.5, 0.6, 3);
        assertThat(r.meanMs()).isCloseTo(41.857, withinPercentage(0.02));
        assertThat(r.quantileMs(0.50)).isCloseTo(30.088, withinPercentage(0.05));
        assertThat(r.quantileMs(0.95)).isCloseTo(119.37, withinPercentage(0.05));
        assertThat(r.quantileMs(0.99)).isCloseTo(181.78, withinPercentage(0.05));
    }

    @Test
    void periodicArrivalsGammaService() {
        LatticeResponse r = response(10, 0.5, 0.7, 0);
        assertThat(r.meanMs()).isCloseTo(13.603, withinPercentage(0.02));
        assertThat(r.quantileMs(0.95)).isCloseTo(33.659, withinPercentage(0.05));
        assertThat(r.quantileMs(0.99)).isCloseTo(48.803, withinPercentage(0.05));
    }

    @Test
    void poissonArrivalsMeetPollaczekKhinchine() {
        for (double load : new double[] {0.2, 0.5, 0.9}) {
            LatticeResponse r = response(7, 0.3, load, 1);
            double wait = load * 7 * 1.3 / (2 * (1 - load));
            assertThat(r.meanMs()).isCloseTo(7 + wait, withinPercentage(0.02));
        }
    }

    @Test
    void exponentialServiceMeetsItsClosedForm() {
        LatticeResponse r = response(5, 1, 0.5, 1);
        assertThat(r.quantileMs(0.95)).isCloseTo(10 * Math.log(20), withinPercentage(0.02));
        assertThat(r.quantileMs(0.999)).isCloseTo(10 * Math.log(1000), withinPercentage(0.05));
    }

    @Test
    void aMetronomeNeverWaits() {
        LatticeResponse r = response(9, 0, 0.99, 0);
        assertThat(r.meanMs()).isEqualTo(9);
        assertThat(r.quantileMs(0.999)).isEqualTo(9);
        assertThat(r.cdf(8.99)).isZero();
        assertThat(r.cdf(9.01)).isEqualTo(1);
    }

    @Test
    void idleProbabilityIsAnAtomAtTheService() {
        LatticeResponse r = response(10, 0, 0.6, 1);
        assertThat(r.cdf(10)).isCloseTo(0.4, within(0.002));
        assertThat(r.quantileMs(0.3)).isEqualTo(10);
    }

    @Test
    void nearlyNobodyWaitsAtLowLoad() {
        // Gaps far beyond the grid: the cepstrum alone fails there, by multiples of the service time.
        assertThat(response(10, 0.1, 0.05, 0).meanMs()).isCloseTo(10, withinPercentage(0.001));
        assertThat(response(10, 0, 0.0835, 0.533).meanMs()).isBetween(10.0, 10.3);
        assertThat(response(10, 1, 0.01, 1).meanMs()).isCloseTo(10 / 0.99, withinPercentage(0.01));
        assertThat(response(10, 1.5, 0.02, 4).quantileMs(0.99)).isGreaterThan(30);
    }

    @Test
    void coarseGridsAreRefinedAtHighLoad() {
        ServiceTime time = new ServiceTime(10, 1);
        double mean = new LatticeQueue(10 / 0.98, 1, time, 1 << 11).response().meanMs();
        assertThat(mean).isCloseTo(500, withinPercentage(1));
    }

    @Test
    void refusesOverload() {
        assertThatIllegalArgumentException().isThrownBy(() -> response(10, 0, 1, 1));
    }
}
