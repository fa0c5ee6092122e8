package dev.millrace.queueing.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.transform.LatticeResponse;
import org.junit.jupiter.api.Test;

class BatchingCopyTest {
    @Test
    void batchesOfUpToFour() {
        LatticeResponse r = new BatchingCopy(0.3, new double[] {7, 9, 11, 13}).response(256);
        assertThat(r.meanMs()).isCloseTo(77.80, withinPercentage(0.05));
        assertThat(r.quantileMs(0.50)).isCloseTo(58.1, withinPercentage(0.3));
        assertThat(r.quantileMs(0.90)).isCloseTo(162.1, withinPercentage(0.2));
        assertThat(r.quantileMs(0.95)).isCloseTo(206.8, withinPercentage(0.2));
        assertThat(r.quantileMs(0.99)).isCloseTo(310.3, withinPercentage(0.2));
    }

    @Test
    void fewerPointsGiveTheSameMean() {
        BatchingCopy copy = new BatchingCopy(0.3, new double[] {7, 9, 11, 13});
        assertThat(copy.response(48).meanMs()).isCloseTo(copy.response(256).meanMs(), withinPercentage(0.05));
    }

    @Test
    void batchesOfOneAreAnOrdinaryQueue() {
        BatchingCopy copy = new BatchingCopy(0.06, new double[] {10});
        assertThat(copy.utilization()).isCloseTo(0.6, within(1e-8));
        assertThat(copy.response(256).meanMs()).isCloseTo(17.5, withinPercentage(0.02));
    }

    @Test
    void staysBelowTheBoundOfUnboundedBatches() {
        // Inoue 2021: batch time alpha b + tau without a cap, E[R] at most min(phi0, phi1), 0-6 % above simulation.
        double alpha = 2;
        double tau = 5;
        double rate = 0.2;
        double[] time = new double[64];
        for (int b = 1; b <= time.length; b++) {
            time[b - 1] = alpha * b + tau;
        }
        double la = rate * alpha;
        double phi0 = (alpha + tau) / (2 * (1 - la)) * (1 + 2 * rate * tau + (1 - rate * tau) / (1 + la));
        double phi1 = 1.5 * tau / (1 - la) + alpha / 2 * (la + 2) / (1 - la * la);
        double mean = new BatchingCopy(rate, time).response(64).meanMs();
        assertThat(mean).isBetween(0.9 * Math.min(phi0, phi1), Math.min(phi0, phi1));
    }
}
