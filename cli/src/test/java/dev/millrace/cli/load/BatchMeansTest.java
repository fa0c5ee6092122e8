package dev.millrace.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchMeansTest {
    @Test
    void constantsHaveNoWidth() {
        BatchMeans means = new BatchMeans();
        for (int i = 0; i < 1000; i++) {
            means.add(i / 1000.0, 7);
        }
        assertThat(means.count()).isEqualTo(1000);
        assertThat(means.mean()).isCloseTo(7, within(1e-12));
        assertThat(means.halfWidth()).isCloseTo(0, within(1e-12));
    }

    @Test
    void nineteenIntervalsInTwentyCoverTheMean() {
        Random random = new Random(3);
        int covered = 0;
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            BatchMeans means = new BatchMeans();
            for (int i = 0; i < 400; i++) {
                means.add(random.nextDouble(), -10 * Math.log1p(-random.nextDouble()));
            }
            if (Math.abs(means.mean() - 10) <= means.halfWidth()) {
                covered++;
            }
        }
        assertThat(covered / (double) runs).isBetween(0.93, 0.97);
    }

    @Test
    void oneObservationHasNoInterval() {
        BatchMeans means = new BatchMeans();
        means.add(0.5, 3);
        assertThat(means.mean()).isEqualTo(3);
        assertThat(means.halfWidth()).isNaN();
    }
}
