package dev.millrace.operator.inferencenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.NodePlan;
import dev.millrace.crds.units.HeartbeatPeriod;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.planning.NodeTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterSizeTest {
    private static final NodeTarget PLAN = new NodeTarget(1, new NodePlan(List.of(), Map.of(), List.of()));

    private static InferenceNode told(Duration period) {
        return NodeObject.desired("n", period, Optional.empty(), Optional.of(PLAN), List.of());
    }

    @Test
    void agentsOfLargeClustersRenewLessOften() {
        assertThat(ClusterSize.heartbeat(told(HeartbeatPeriod.USUAL), 50)).isEqualTo(Duration.ofSeconds(2));
        assertThat(ClusterSize.heartbeat(told(HeartbeatPeriod.USUAL), 51)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aNodeMoreOrLessChangesNothing() {
        assertThat(ClusterSize.heartbeat(told(HeartbeatPeriod.LARGE), 41)).isEqualTo(Duration.ofSeconds(10));
        assertThat(ClusterSize.heartbeat(told(HeartbeatPeriod.LARGE), 40)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aChangedPeriodIsADifference() {
        MirroredLabels labels = new MirroredLabels("test");
        assertThat(NodeObject.matches(told(HeartbeatPeriod.LARGE), told(HeartbeatPeriod.LARGE), labels))
                .isTrue();
        assertThat(NodeObject.matches(told(HeartbeatPeriod.USUAL), told(HeartbeatPeriod.LARGE), labels))
                .isFalse();
    }
}
