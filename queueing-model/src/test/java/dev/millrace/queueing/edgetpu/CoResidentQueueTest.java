package dev.millrace.queueing.edgetpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.transform.ServiceMix;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoResidentQueueTest {
    private static ResidentCopy copy(double serviceMs, double switchMs, double perSecond, @Nullable String set) {
        return new ResidentCopy(perSecond / 1000, ServiceTime.deterministic(serviceMs), switchMs, set);
    }

    private static void verify(ResponseTime response, double mean, double p50, double p95, double p99) {
        assertThat(response.meanMs()).isCloseTo(mean, withinPercentage(0.002));
        assertThat(response.quantileMs(0.50)).isCloseTo(p50, withinPercentage(0.05));
        assertThat(response.quantileMs(0.95)).isCloseTo(p95, withinPercentage(0.05));
        assertThat(response.quantileMs(0.99)).isCloseTo(p99, withinPercentage(0.05));
    }

    @Test
    void aPairBesideALargeModel() {
        CoResidentQueue queue =
                new CoResidentQueue(List.of(copy(2, 7, 60, "pair"), copy(3, 8, 30, "pair"), copy(40, 18, 8, null)));
        assertThat(queue.states()).isEqualTo(4);
        assertThat(queue.load()).isCloseTo(0.76218, within(1e-5));
        verify(queue.response(0), 75.998, 50.68, 257.15, 403.10);
        verify(queue.response(1), 77.858, 53.06, 259.42, 405.37);
        verify(queue.response(2), 129.705, 101.58, 309.50, 455.45);
    }

    @Test
    void withoutSetsItIsTheSwitchingQueue() {
        CoResidentQueue queue = new CoResidentQueue(List.of(
                copy(42.18, 17.53, 8.37, null), copy(62.95, 19.39, 2.428, "alone"), copy(125.13, 19.43, 1.382, null)));
        verify(queue.response(0), 199.5436, 140.79, 568.67, 866.99);
        verify(queue.response(2), 294.2355, 233.90, 661.06, 959.38);
    }

    @Test
    void randomServiceTimesAgreeWithTheSwitchingQueue() {
        ServiceTime a = new ServiceTime(10, 0.5);
        ServiceTime b = new ServiceTime(20, 1);
        CoResidentQueue queue =
                new CoResidentQueue(List.of(new ResidentCopy(0.02, a, 8, null), new ResidentCopy(0.01, b, 5, null)));
        SwitchingQueue reference = new SwitchingQueue(
                List.of(new SwitchClass(ServiceMix.of(0.02, a), 8), new SwitchClass(ServiceMix.of(0.01, b), 5)));
        ResponseTime expected = reference.response(1, b);
        verify(
                queue.response(1),
                expected.meanMs(),
                expected.quantileMs(0.5),
                expected.quantileMs(0.95),
                expected.quantileMs(0.99));
    }

    @Test
    void aSetOfAllNeverSwitches() {
        CoResidentQueue queue = new CoResidentQueue(List.of(copy(10, 99, 20, "all"), copy(10, 99, 30, "all")));
        assertThat(queue.load()).isCloseTo(0.5, within(1e-12));
        assertThat(queue.response(0).meanMs()).isCloseTo(15, within(1e-9));
    }
}
