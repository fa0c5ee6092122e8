package dev.millrace.queueing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelValidationTest {
    private static void refuses(String field, String value, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void positiveNumbers(double value) {
        String text = String.valueOf(value);
        refuses("meanMs", text, () -> new ServiceTime(value, 0));
        refuses("ratePerSecond", text, () -> ArrivalProcess.poisson(value));
        refuses("cv2", text, () -> ArrivalProcess.general(1, value));
        refuses("share", text, () -> new Branch("d", "c", value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-13, 1e14, 1e300, Double.MAX_VALUE})
    void beyondWhatADeviceCanAsk(double value) {
        String text = String.valueOf(value);
        refuses("meanMs", text, () -> BatchServiceTimes.single(ServiceTime.deterministic(value)));
        refuses("ratePerSecond", text, () -> ArrivalProcess.poisson(value));
        refuses("ratePerSecond", text, () -> ArrivalProcess.periodic(value));
        refuses("cv2", text, () -> ArrivalProcess.general(1, value));
        refuses("cv2", text, () -> new ServiceTime(1, value));
        refuses("share", text, () -> new Branch("d", "c", value));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 65_537, Integer.MAX_VALUE})
    void counts(int value) {
        String text = String.valueOf(value);
        BatchServiceTimes times = BatchServiceTimes.single(ServiceTime.deterministic(1));
        refuses("batch", text, () -> new BatchServiceTimes.Row(value, ServiceTime.deterministic(1)));
        refuses("maxBatch", text, () -> new Copy("c", times, 0, null, value));
        refuses("cores", text, () -> new NodeModel("n", value, List.of(), List.of()));
    }

    @Test
    void emptyAndBlank() {
        refuses("rows", "empty", () -> new BatchServiceTimes(List.of()));
        refuses("id", "blank", () -> new Stream(" ", ArrivalProcess.poisson(1), 0, 0, 1, List.of()));
        refuses("name", "blank", () -> new Device("", DeviceClass.CPU, Discipline.FCFS, List.of()));
        refuses("deadlineMs", "NaN", () -> new Stream("s", ArrivalProcess.poisson(1), 0, 0, Double.NaN, List.of()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, 1e14})
    void nonNegativeNumbers(double value) {
        String text = String.valueOf(value);
        BatchServiceTimes times = BatchServiceTimes.single(ServiceTime.deterministic(1));
        refuses("cv2", text, () -> new ServiceTime(1, value));
        refuses("switchMs", text, () -> new Copy("c", times, value, null, 1));
        refuses("preprocessMs", text, () -> new Stream("s", ArrivalProcess.poisson(1), value, 0, 1, List.of()));
        refuses("networkMs", text, () -> new Stream("s", ArrivalProcess.poisson(1), 0, value, 1, List.of()));
    }

    @Test
    void names() {
        Device device = new Device("d", DeviceClass.CPU, Discipline.FCFS, List.of());
        refuses("devices", "d twice", () -> new NodeModel("n", 1, List.of(device, device), List.of()));
        Stream lost = new Stream("s", ArrivalProcess.poisson(1), 0, 0, 1, List.of(new Branch("e", "c", 1)));
        refuses("device", "e", () -> new NodeModel("n", 1, List.of(device), List.of(lost)));
        Stream noCopy = new Stream("s", ArrivalProcess.poisson(1), 0, 0, 1, List.of(new Branch("d", "c", 1)));
        refuses("copy", "c", () -> new NodeModel("n", 1, List.of(device), List.of(noCopy)));
        refuses("cores", "0", () -> new NodeModel("n", 0, List.of(), List.of()));
    }

    @Test
    void sharesSumToOneAtMost() {
        List<Branch> branches = List.of(new Branch("d", "c", 0.7), new Branch("e", "c", 0.4));
        refuses("shares", "1.1", () -> new Stream("s", ArrivalProcess.poisson(1), 0, 0, 1, branches));
    }

    @Test
    void batchTimesAreInterpolated() {
        BatchServiceTimes times = new BatchServiceTimes(List.of(
                new BatchServiceTimes.Row(2, new ServiceTime(10, 0.2)),
                new BatchServiceTimes.Row(6, new ServiceTime(20, 0.6))));
        assertThat(times.at(1)).isEqualTo(new ServiceTime(10, 0.2));
        assertThat(times.at(2)).isEqualTo(new ServiceTime(10, 0.2));
        assertThat(times.at(3).meanMs()).isCloseTo(12.5, within(1e-12));
        assertThat(times.at(3).cv2()).isCloseTo(0.3, within(1e-12));
        assertThat(times.at(6)).isEqualTo(new ServiceTime(20, 0.6));
        refuses("batch", "7", () -> times.at(7));
        assertThat(new Copy("c", times, 0, null, 99).effectiveMaxBatch()).isEqualTo(6);
        refuses(
                "rows",
                "2 follows 2",
                () -> new BatchServiceTimes(
                        List.of(times.rows().getFirst(), times.rows().getFirst())));
    }
}
