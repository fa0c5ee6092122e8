package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.StationLoad;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceKindTest {
    @ParameterizedTest
    @EnumSource
    void isStableAndNotIdle(DeviceKind kind) {
        NodePrediction prediction = new QueueingPredictor().predict(kind.node(), Accuracy.FAST);
        assertThat(prediction.branches())
                .allSatisfy(branch ->
                        assertThat(branch.response()).as(branch.method()).isNotNull());
        assertThat(prediction.stations())
                .allSatisfy(station -> assertThat(station.stable()).isTrue());
        double busiest = prediction.stations().stream()
                .mapToDouble(StationLoad::load)
                .max()
                .orElse(0);
        assertThat(busiest).isBetween(0.5, 0.9);
    }
}
