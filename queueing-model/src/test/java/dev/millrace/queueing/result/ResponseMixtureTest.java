package dev.millrace.queueing.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseMixtureTest {
    private record Uniform(double low, double high) implements ResponseTime {
        @Override
        public double meanMs() {
            return (low + high) / 2;
        }

        @Override
        public double quantileMs(double p) {
            return low + p * (high - low);
        }

        @Override
        public double cdf(double ms) {
            return Math.clamp((ms - low) / (high - low), 0, 1);
        }
    }

    private static final ResponseTime MIXTURE = ResponseMixture.of(List.of(
            new ResponseMixture.Part(3, new Uniform(0, 10)), new ResponseMixture.Part(1, new Uniform(100, 200))));

    @Test
    void meanIsWeighted() {
        assertThat(MIXTURE.meanMs()).isCloseTo(0.75 * 5 + 0.25 * 150, within(1e-12));
    }

    @Test
    void quantilesAreThoseOfTheMixture() {
        // p95 is the 0.8 quantile of the slow quarter, not 0.75 x 9.5 + 0.25 x 195.
        assertThat(MIXTURE.quantileMs(0.95)).isCloseTo(180, within(1e-4));
        assertThat(MIXTURE.quantileMs(0.6)).isCloseTo(8, within(1e-5));
        assertThat(MIXTURE.cdf(50)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void onePartIsItself() {
        ResponseTime only = new Uniform(0, 1);
        assertThat(ResponseMixture.of(List.of(new ResponseMixture.Part(0.2, only))))
                .isSameAs(only);
    }

    @Test
    void refusesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> ResponseMixture.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResponseMixture.Part(0, new Uniform(0, 1)));
    }
}
