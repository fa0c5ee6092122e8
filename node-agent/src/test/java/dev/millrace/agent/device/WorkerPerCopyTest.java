package dev.millrace.agent.device;

import static dev.millrace.agent.device.Timeline.copy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WorkerPerCopyTest {
    private static final double EXACT = 1e-3;

    private final Timeline gpu = new Timeline(new WorkerPerCopy(), new SharingEngine());

    @Test
    void aCopyAloneHasTheWholeDevice() {
        Copy a = copy("a", 10, 0);
        gpu.arrive("1", a, 0).arrive("2", a, 1).advance(100);
        assertThat(gpu.endMs("1")).isEqualTo(10, within(EXACT));
        assertThat(gpu.endMs("2")).isEqualTo(20, within(EXACT));
    }

    @Test
    void busyCopiesShareTheDeviceEqually() {
        Copy a = copy("a", 10, 0);
        Copy b = copy("b", 4, 0);
        gpu.arrive("a", a, 0).arrive("b", b, 2).advance(100);
        // a alone for 2 ms; both at half speed until b has had 4 ms of work, at 10 ms; a has 4 ms left by then.
        assertThat(gpu.endMs("b")).isEqualTo(10, within(EXACT));
        assertThat(gpu.endMs("a")).isEqualTo(14, within(EXACT));
    }

    @Test
    void threeCopiesThatStartTogetherEndByTheirWork() {
        Copy a = copy("a", 1, 0);
        Copy b = copy("b", 2, 0);
        Copy c = copy("c", 3, 0);
        gpu.arrive("a", a, 0).arrive("b", b, 0).arrive("c", c, 0).advance(100);
        assertThat(gpu.endMs("a")).isEqualTo(3, within(EXACT));
        assertThat(gpu.endMs("b")).isEqualTo(5, within(EXACT));
        assertThat(gpu.endMs("c")).isEqualTo(6, within(EXACT));
    }

    @Test
    void lateWakeUpsChangeNoShare() {
        Copy a = copy("a", 10, 0);
        Copy b = copy("b", 4, 0);
        gpu.arrive("a", a, 0).arrive("b", b, 2).arrive("b2", b, 3);
        gpu.advance(50);
        assertThat(gpu.endMs("b")).isEqualTo(10, within(EXACT));
        assertThat(gpu.endMs("b2")).isEqualTo(18, within(EXACT));
        assertThat(gpu.endMs("a")).isEqualTo(18, within(EXACT));
    }

    @Test
    void aFreeWorkerTakesWhatWaitsUpToTheLargestBatchAndAllEndTogether() {
        ServiceTimes perRequest = batch -> Timeline.nanos(4 + 2.0 * batch);
        Copy a = new Copy("a", perRequest, 0, "copy:a", 3);
        gpu.arrive("1", a, 0);
        for (int i = 2; i <= 6; i++) {
            gpu.arrive(Integer.toString(i), a, 1);
        }
        gpu.advance(100);
        assertThat(gpu.visit("1").batch()).isEqualTo(1);
        assertThat(gpu.endMs("1")).isEqualTo(6, within(EXACT));
        assertThat(gpu.visit("2").batch()).isEqualTo(3);
        assertThat(gpu.endMs("2")).isEqualTo(16, within(EXACT));
        assertThat(gpu.endMs("4")).isEqualTo(16, within(EXACT));
        assertThat(gpu.visit("5").batch()).isEqualTo(2);
        assertThat(gpu.endMs("6")).isEqualTo(24, within(EXACT));
    }
}
