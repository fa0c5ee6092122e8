package dev.millrace.queueing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.Nodes;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Three engines of 25.6, 30.1 and 82.9 ms. */
class GpuStationTest {
    private static final NodeModel NODE = Nodes.gpu()
            .poisson("a", 5, 25.6, 0)
            .poisson("b", 8, 30.1, 0)
            .poisson("c", 4, 82.9, 0)
            .node();

    @Test
    void startedTogetherTheyFinishAsUnderIdealSharing() {
        // Measured on a GPU: 77.1, 84.7 and 136.9 ms; ideal sharing gives 3 x 25.6, + 2 x 4.5, + 52.8.
        List<Flow> flows = Flow.of(NODE);
        FlowRecorder[] recorders = {new FlowRecorder(0, false), new FlowRecorder(0, false), new FlowRecorder(0, false)};
        DeviceSetup setup = new DeviceSetup(NODE.devices().getFirst(), flows);
        GpuStation station = new GpuStation(setup, recorders, new SplittableRandom(1));
        double[] works = {25.6, 30.1, 82.9};
        for (int i = 0; i < 3; i++) {
            station.arrive(0, 0, RequestTag.of(i, true), works[i]);
        }
        station.arrive(1e6, 1e6, RequestTag.of(0, false), 1);
        double[] expected = {76.8, 85.8, 138.6};
        for (int i = 0; i < 3; i++) {
            recorders[i].closeBatch();
            assertThat(recorders[i].response().meanMs()).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Test
    void simulatedFiguresOfAnIndependentSimulator() {
        List<SimulatedBranch> branches =
                NodeSimulator.simulate(NODE, SimulationOptions.of(400_000, 5)).branches();
        verify(branches.get(0).summary(), 58.36, 51.2, 124.7, 180.1);
        verify(branches.get(1).summary(), 74.05, 60.05, 177.3, 270.8);
        verify(branches.get(2).summary(), 207.5, 165.0, 482.9, 718.8);
    }

    private static void verify(ResponseSummary summary, double mean, double p50, double p95, double p99) {
        assertThat(summary.meanMs()).isCloseTo(mean, withinPercentage(1.5));
        assertThat(summary.p50Ms()).isCloseTo(p50, withinPercentage(1.2));
        assertThat(summary.p95Ms()).isCloseTo(p95, withinPercentage(2.2));
        assertThat(summary.p99Ms()).isCloseTo(p99, withinPercentage(3.5));
    }
}
