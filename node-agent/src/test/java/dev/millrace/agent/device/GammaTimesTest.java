package dev.millrace.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.agent.device.emulated.GammaTimes;
import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

class GammaTimesTest {
    private final GammaTimes times = new GammaTimes(
            List.of(new GammaTimes.Row(4, 400, 0.4), new GammaTimes.Row(2, 100, 0.2)), new Well19937c(1));

    @Test
    void interpolatesBetweenRowsAndHoldsTheOutermostBeyondThem() {
        assertThat(times.at(1)).isEqualTo(new GammaTimes.Row(2, 100, 0.2));
        assertThat(times.at(2).meanNanos()).isEqualTo(100);
        assertThat(times.at(3).meanNanos()).isEqualTo(250);
        assertThat(times.at(3).cv2()).isEqualTo(0.3, within(1e-12));
        assertThat(times.at(9).meanNanos()).isEqualTo(400);
        assertThat(times.largestBatch()).isEqualTo(4);
    }

    @Test
    void drawsHaveTheMeanAndTheVariationOfTheRow() {
        GammaTimes wide = new GammaTimes(List.of(new GammaTimes.Row(1, 5e6, 0.7)), new Well19937c(2));
        SummaryStatistics drawn = new SummaryStatistics();
        for (int i = 0; i < 200_000; i++) {
            drawn.addValue(wide.drawNanos(1));
        }
        assertThat(drawn.getMean()).isEqualTo(5e6, within(5e4));
        assertThat(drawn.getVariance() / (drawn.getMean() * drawn.getMean())).isEqualTo(0.7, within(0.02));
    }

    @Test
    void noVariationIsDeterministic() {
        GammaTimes constant = new GammaTimes(List.of(new GammaTimes.Row(1, 1234, 0)), new Well19937c(3));
        assertThat(constant.drawNanos(1)).isEqualTo(1234);
        assertThat(constant.drawNanos(1)).isEqualTo(1234);
    }

    @Test
    void noRowsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GammaTimes(List.of(), new Well19937c(4)));
    }
}
