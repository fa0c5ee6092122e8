package dev.millrace.queueing.edgetpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.transform.ServiceMix;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwitchingQueueTest {
    private static SwitchClass copy(double serviceMs, double switchMs, double ratePerSecond) {
        return new SwitchClass(ServiceMix.of(ratePerSecond / 1000, ServiceTime.deterministic(serviceMs)), switchMs);
    }

    private static final SwitchingQueue THREE = new SwitchingQueue(
            List.of(copy(42.18, 17.53, 8.37), copy(62.95, 19.39, 2.428), copy(125.13, 19.43, 1.382)));

    @Test
    void idleProbabilitiesAndMeanOfThreeModels() {
        assertThat(THREE.idleProbabilities()[0]).isCloseTo(0.171574, within(1e-6));
        assertThat(THREE.idleProbabilities()[1]).isCloseTo(0.033532, within(1e-6));
        assertThat(THREE.idleProbabilities()[2]).isCloseTo(0.008679, within(1e-6));
        assertThat(THREE.meanWaitMs()).isCloseTo(151.8801, within(1e-3));
    }

    @Test
    void responseTimesOfThreeModels() {
        verify(THREE.response(0, ServiceTime.deterministic(42.18)), 199.5436, 140.79, 568.67, 866.99);
        verify(THREE.response(1, ServiceTime.deterministic(62.95)), 230.3548, 170.22, 598.05, 896.37);
        verify(THREE.response(2, ServiceTime.deterministic(125.13)), 294.2355, 233.90, 661.06, 959.38);
    }

    @Test
    void threeIdenticalModels() {
        SwitchingQueue queue = new SwitchingQueue(List.of(copy(10, 12, 14), copy(10, 12, 14), copy(10, 12, 14)));
        for (int k = 0; k < 3; k++) {
            verify(queue.response(k, ServiceTime.deterministic(10)), 48.6394, 37.68, 123.12, 183.13);
            assertThat(queue.idleProbabilities()[k]).isCloseTo((1 - queue.load()) / 3, within(1e-5));
        }
    }

    private static void verify(ResponseTime response, double mean, double p50, double p95, double p99) {
        assertThat(response.meanMs()).isCloseTo(mean, withinPercentage(0.001));
        assertThat(response.quantileMs(0.50)).isCloseTo(p50, withinPercentage(0.05));
        assertThat(response.quantileMs(0.95)).isCloseTo(p95, withinPercentage(0.05));
        assertThat(response.quantileMs(0.99)).isCloseTo(p99, withinPercentage(0.05));
    }

    @Test
    void theTransformHasTheClosedFormMean() {
        ResponseTime response = THREE.response(1, ServiceTime.deterministic(62.95));
        double step = 2;
        double sum = 0;
        for (double t = step / 2; t < 8000; t += step) {
            sum += step * (1 - response.cdf(t));
        }
        assertThat(sum).isCloseTo(response.meanMs(), withinPercentage(0.05));
    }

    @Test
    void withoutSwitchTimesItIsPollaczekKhinchine() {
        SwitchingQueue queue = new SwitchingQueue(List.of(copy(10, 0, 20), copy(30, 0, 10)));
        double second = 0.02 * 100 + 0.01 * 900;
        assertThat(queue.meanWaitMs()).isCloseTo(second / (2 * 0.5), within(1e-9));
        assertThat(queue.response(1, ServiceTime.deterministic(30)).cdf(30)).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void aModelAloneNeverSwitches() {
        SwitchingQueue queue = new SwitchingQueue(List.of(copy(10, 50, 60)));
        assertThat(queue.load()).isCloseTo(0.6, within(1e-12));
        assertThat(queue.response(0, ServiceTime.deterministic(10)).meanMs()).isCloseTo(17.5, within(1e-9));
    }

    @Test
    void exponentialServiceHasExponentialResponses() {
        ServiceTime time = new ServiceTime(5, 1);
        SwitchingQueue queue = new SwitchingQueue(List.of(new SwitchClass(ServiceMix.of(0.1, time), 3)));
        assertThat(queue.response(0, time).quantileMs(0.99)).isCloseTo(10 * Math.log(100), withinPercentage(0.01));
        assertThat(queue.response(0, time).quantileMs(0.999)).isCloseTo(10 * Math.log(1000), withinPercentage(0.01));
    }

    @Test
    void refusesOverload() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SwitchingQueue(List.of(copy(10, 30, 30), copy(10, 30, 30))))
                .withMessageContaining("load");
    }
}
