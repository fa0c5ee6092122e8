package dev.millrace.queueing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class LogHistogramTest {
    @Test
    void quantilesOfAUniformSample() {
        LogHistogram histogram = new LogHistogram();
        for (int i = 0; i < 100_000; i++) {
            histogram.record(10 + i / 1000.0);
        }
        assertThat(histogram.quantile(0.5)).isCloseTo(60, withinPercentage(0.01));
        assertThat(histogram.quantile(0.99)).isCloseTo(109, withinPercentage(0.01));
        assertThat(histogram.cdf(60)).isCloseTo(0.5, withinPercentage(0.1));
        assertThat(histogram.cdf(9)).isZero();
        assertThat(histogram.cdf(200)).isEqualTo(1);
    }

    @Test
    void anAtomIsFoundWithinItsBin() {
        LogHistogram histogram = new LogHistogram();
        for (int i = 0; i < 100; i++) {
            histogram.record(17.3);
        }
        assertThat(histogram.quantile(0.5)).isCloseTo(17.3, withinPercentage(0.05));
    }

    @Test
    void growsInBothDirectionsAndAddsUp() {
        LogHistogram a = new LogHistogram();
        a.record(1);
        a.record(1e-6);
        a.record(1e9);
        a.record(0);
        LogHistogram b = new LogHistogram();
        b.record(5);
        b.add(a);
        assertThat(b.total()).isEqualTo(5);
        assertThat(b.quantile(0.999)).isCloseTo(1e9, withinPercentage(0.1));
        assertThat(b.cdf(2)).isCloseTo(0.6, withinPercentage(0.1));
    }
}
