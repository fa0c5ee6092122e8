package dev.millrace.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.queueing.model.ArrivalProcess;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class ArrivalTimesTest {
    private static final int COUNT = 40_000;

    @Test
    void poissonHasExponentialIntervals() {
        DescriptiveStatistics ms = intervalsMs(ArrivalProcess.poisson(250), 1);
        assertThat(ms.getMean()).isCloseTo(4, within(0.08));
        assertThat(cv2(ms)).isCloseTo(1, within(0.05));
        assertThat(ms.getPercentile(50)).isCloseTo(4 * Math.log(2), within(0.08));
    }

    @Test
    void periodicHasOnePeriodAndAPhaseOfTheSeed() {
        DescriptiveStatistics ms = intervalsMs(ArrivalProcess.periodic(30), 1);
        assertThat(ms.getMin()).isCloseTo(1000 / 30.0, within(1e-5));
        assertThat(ms.getMax()).isCloseTo(1000 / 30.0, within(1e-5));
        double[] phases = DoubleStream.iterate(1, seed -> seed + 1)
                .limit(400)
                .map(seed -> new ArrivalTimes(ArrivalProcess.periodic(30), (long) seed).next() / (1e9 / 30))
                .toArray();
        DescriptiveStatistics phase = new DescriptiveStatistics(phases);
        assertThat(phase.getMin()).isBetween(0.0, 0.02);
        assertThat(phase.getMax()).isBetween(0.98, 1.0);
        assertThat(phase.getMean()).isCloseTo(0.5, within(0.05));
    }

    @Test
    void generalHasTheDeclaredVariation() {
        for (double cv2 : new double[] {0.25, 2, 4}) {
            DescriptiveStatistics ms = intervalsMs(ArrivalProcess.general(100, cv2), 7);
            assertThat(ms.getMean()).isCloseTo(10, within(0.4));
            assertThat(cv2(ms)).isCloseTo(cv2, within(0.08 * cv2));
        }
    }

    @Test
    void equalSeedsGiveEqualInstants() {
        ArrivalTimes one = new ArrivalTimes(ArrivalProcess.poisson(10), 5);
        ArrivalTimes other = new ArrivalTimes(ArrivalProcess.poisson(10), 5);
        for (int i = 0; i < 100; i++) {
            assertThat(one.next()).isEqualTo(other.next());
        }
    }

    private static DescriptiveStatistics intervalsMs(ArrivalProcess process, long seed) {
        ArrivalTimes times = new ArrivalTimes(process, seed);
        DescriptiveStatistics intervals = new DescriptiveStatistics();
        long last = times.next();
        for (int i = 0; i < COUNT; i++) {
            long next = times.next();
            intervals.addValue((next - last) / 1e6);
            last = next;
        }
        return intervals;
    }

    private static double cv2(DescriptiveStatistics intervals) {
        return intervals.getVariance() / (intervals.getMean() * intervals.getMean());
    }
}
