package dev.millrace.queueing.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.queueing.model.ServiceTime;
import org.junit.jupiter.api.Test;

class SharedGpuTest {
    private static final SharedGpu PAPER = new SharedGpu(new double[] {0.005, 0.008, 0.004}, new ServiceTime[] {
        ServiceTime.deterministic(25.6), ServiceTime.deterministic(30.1), ServiceTime.deterministic(82.9)
    });

    @Test
    void busyProbabilitiesOfBothEstimates() {
        assertThat(PAPER.productForm()).containsExactly(new double[] {0.23182, 0.38923, 0.493}, within(2e-4));
        assertThat(PAPER.meanField()).containsExactly(new double[] {0.2559, 0.43765, 0.56158}, within(1e-5));
        assertThat(PAPER.busyProbabilities()).containsExactly(new double[] {0.24386, 0.41344, 0.52729}, within(1e-4));
    }

    @Test
    void meansOfThreeCopies() {
        assertThat(PAPER.meanMs()).containsExactly(new double[] {57.413, 71.938, 211.008}, within(0.02));
    }

    @Test
    void aCopyAloneIsPollaczekKhinchine() {
        double[] mean = new SharedGpu(new double[] {0.06}, new ServiceTime[] {new ServiceTime(10, 0.5)}).meanMs();
        assertThat(mean[0]).isCloseTo(10 + 0.6 * 15 / 0.8, within(1e-3));
    }

    @Test
    void conservesTheWorkOfTheDevice() {
        double[] mean = PAPER.meanMs();
        assertThat(mean[0]).isLessThan(mean[1]);
        assertThat(mean[1]).isLessThan(mean[2]);
    }
}
