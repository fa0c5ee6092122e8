package dev.millrace.queueing.edgetpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.transform.ServiceMix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M/D/1 of 10 ms against moments and tails known otherwise. */
class TailTest {
    private static final ServiceTime TIME = ServiceTime.deterministic(10);

    private static ResponseTime response(double load) {
        return new SwitchingQueue(List.of(new SwitchClass(ServiceMix.of(load / 10, TIME), 0))).response(0, TIME);
    }

    /** P(W &gt; t) ~ C e^(-theta t): rate (e^(10 theta) - 1) = theta, C = (1 - rho) / (rate 10 e^(10 theta) - 1). */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.7, 0.9})
    void cramerLundberg(double load) {
        double rate = load / 10;
        double low = 1e-9;
        double high = 1;
        for (int i = 0; i < 200; i++) {
            double theta = (low + high) / 2;
            boolean below = rate * Math.expm1(10 * theta) < theta;
            low = below ? theta : low;
            high = below ? high : theta;
        }
        double c = (1 - load) / (rate * 10 * Math.exp(10 * low) - 1);
        for (double p : new double[] {0.95, 0.99}) {
            double t = Math.log(c / (1 - p)) / low;
            assertThat(response(load).quantileMs(p)).isCloseTo(10 + t, withinPercentage(0.2));
        }
    }

    @Test
    void secondMomentOfTheWait() {
        // E[W^2] = 2 W^2 + rate E[S^3] / (3 (1 - rho)).
        double w = 0.06 * 100 / (2 * 0.4);
        double sum = 0;
        double step = 0.05;
        for (double t = step / 2; t < 400; t += step) {
            sum += step * 2 * t * (1 - response(0.6).cdf(10 + t));
        }
        assertThat(sum).isCloseTo(2 * w * w + 0.06 * 1000 / (3 * 0.4), within(0.2));
    }
}
