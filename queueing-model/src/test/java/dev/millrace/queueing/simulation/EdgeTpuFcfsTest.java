package dev.millrace.queueing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.Nodes;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import org.junit.jupiter.api.Test;

class EdgeTpuFcfsTest {
    /** Five models, means of 100 rounds on a USB EdgeTPU: one after the other, and all started together (umassos/ibis). */
    @Test
    void startedTogetherTheyFinishAfterTheRunningSums() {
        double[] aloneMs = {26.80, 32.60, 50.83, 112.99, 33.43};
        double[] togetherMs = {27.09, 59.14, 108.66, 220.48, 253.17};
        Nodes nodes = Nodes.edgeTpu();
        FlowRecorder[] recorders = new FlowRecorder[aloneMs.length];
        for (int i = 0; i < aloneMs.length; i++) {
            nodes.poisson("m" + i, 1, aloneMs[i], 0);
            recorders[i] = new FlowRecorder(0, false);
        }
        NodeModel node = nodes.node();
        DeviceSetup setup = new DeviceSetup(node.devices().getFirst(), Flow.of(node), ServiceDraws.profiled());
        EdgeTpuFcfs station = new EdgeTpuFcfs(setup, recorders);
        for (int i = 0; i < aloneMs.length; i++) {
            station.arrive(0, 0, RequestTag.of(i, true), aloneMs[i]);
            recorders[i].closeBatch();
            assertThat(recorders[i].response().meanMs()).isCloseTo(togetherMs[i], withinPercentage(1.6));
        }
    }
}
