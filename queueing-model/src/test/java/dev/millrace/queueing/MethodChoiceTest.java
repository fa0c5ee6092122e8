package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import org.junit.jupiter.api.Test;

/** Which method answers on either side of each method's validity; every answer has a finite error band. */
class MethodChoiceTest {
    private static String method(NodeModel node, Accuracy accuracy) {
        BranchResponse first =
                new QueueingPredictor().predict(node, accuracy).branches().getFirst();
        assertThat(first.response()).isNotNull();
        assertThat(first.errorBand().meanPercent()).isBetween(0.1, 10.0);
        assertThat(first.errorBand().p95Percent()).isBetween(0.1, 20.0);
        assertThat(first.errorBand().p99Percent()).isBetween(0.1, 20.0);
        return first.method();
    }

    private static String fast(NodeModel node) {
        return method(node, Accuracy.FAST);
    }

    private static String accurate(NodeModel node) {
        return method(node, Accuracy.ACCURATE);
    }

    @Test
    void edgeTpu() {
        NodeModel fcfs =
                Nodes.edgeTpu().poisson("a", 10, 10, 5).poisson("b", 10, 20, 5).node();
        assertThat(accurate(fcfs)).isEqualTo("EdgeTPU with switching, exact");
        assertThat(fast(fcfs)).contains("mean without roots; percentiles exact");
        NodeModel swapAware = Nodes.edgeTpu()
                .swapAware()
                .poisson("a", 10, 10, 5)
                .poisson("b", 10, 20, 5)
                .node();
        assertThat(accurate(swapAware)).contains("SwapAware, simulation");
        assertThat(accurate(Nodes.edgeTpu().swapAware().poisson("a", 10, 10, 5).node()))
                .contains("M/D/1, exact");
        assertThat(accurate(Nodes.edgeTpu().poisson("a", 10, 10, 5).copy("m", 10, 0, 5, null).stream(
                                "cam", ArrivalProcess.periodic(5), "m")
                        .node()))
                .contains("EdgeTPU, simulation");
    }

    @Test
    void coResidentSetsUpToTwelveResidencies() {
        // A set of n beside one model: 2^n states.
        assertThat(accurate(setOf(3))).contains("co-resident sets, exact");
        assertThat(fast(setOf(3))).contains("mean without iteration");
        assertThat(accurate(setOf(4))).contains("simulation");
        assertThat(accurate(setOf(11))).contains("simulation");
    }

    private static NodeModel setOf(int members) {
        Nodes nodes = Nodes.edgeTpu();
        for (int i = 0; i < members; i++) {
            nodes.copy("m" + i, 2, 0, 3, "set").stream("s" + i, ArrivalProcess.poisson(5), "m" + i);
        }
        return nodes.poisson("other", 5, 10, 5).node();
    }

    @Test
    void gpu() {
        NodeModel shared =
                Nodes.gpu().poisson("a", 10, 10, 0).poisson("b", 10, 20, 0).node();
        assertThat(fast(shared)).contains("mean in closed form; percentiles: GPU sharing, simulation");
        assertThat(accurate(shared)).startsWith("GPU sharing, simulation");
        assertThat(accurate(Nodes.gpu().poisson("a", 10, 10, 0).node())).isEqualTo("M/D/1, exact");
        assertThat(fast(Nodes.gpu().poisson("a", 10, 10, 0).node())).isEqualTo("M/G/1, exact");
    }

    @Test
    void aBatchingCopyUpToItsLoadAndBatchSize() {
        assertThat(accurate(batching(8, 0.94, 0))).isEqualTo("GPU batches, exact");
        assertThat(accurate(batching(8, 0.96, 0))).contains("simulation");
        assertThat(accurate(batching(32, 0.5, 0))).isEqualTo("GPU batches, exact");
        assertThat(accurate(batching(33, 0.5, 0))).contains("simulation");
        assertThat(accurate(batching(8, 0.5, 0.05))).contains("simulation");
    }

    private static NodeModel batching(int maxBatch, double load, double cv2) {
        double perSecond = 1000 * load * maxBatch / (6 + 2.0 * maxBatch);
        return Nodes.gpu().batching("m", maxBatch, 6, 2, cv2).stream("a", ArrivalProcess.poisson(perSecond), "m")
                .node();
    }

    @Test
    void cpuUpToItsLoad() {
        assertThat(accurate(cpu(0.94, 0))).isEqualTo("M/D/c, exact");
        assertThat(accurate(cpu(0.96, 0))).contains("simulation");
        assertThat(accurate(cpu(0.5, 0.5))).contains("simulation");
        assertThat(fast(cpu(0.5, 0.5))).contains("Kimura");
    }

    private static NodeModel cpu(double load, double cv2) {
        return Nodes.cpu(2).copy("m", 20, cv2, 0, null).stream("a", ArrivalProcess.poisson(100 * load), "m")
                .node();
    }

    @Test
    void stagesAreCoupledAboveALittleCpuLoad() {
        assertThat(accurate(tandem(0.09))).isEqualTo("M/D/1, exact");
        assertThat(accurate(tandem(0.11))).contains("CPU and devices, simulation");
        assertThat(fast(tandem(0.49))).isEqualTo("M/G/1, exact");
        assertThat(fast(tandem(0.51))).contains("CPU and devices, simulation");
    }

    private static NodeModel tandem(double cpuLoad) {
        return Nodes.edgeTpu().cores(1).copy("m", 10, 0, 0, null).stream(
                        "a", ArrivalProcess.poisson(1000 * cpuLoad / 15), "m", 15, 1)
                .node();
    }

    @Test
    void cameras() {
        assertThat(accurate(
                        Nodes.edgeTpu().copy("m", 10, 0, 5, null).stream("a", ArrivalProcess.periodic(20), "m").stream(
                                        "b", ArrivalProcess.periodic(20), "m")
                                .node()))
                .isEqualTo("nD/D/1, exact");
        assertThat(accurate(
                        Nodes.edgeTpu().copy("m", 10, 0, 5, null).stream("a", ArrivalProcess.periodic(20), "m").stream(
                                        "b", ArrivalProcess.periodic(21), "m")
                                .node()))
                .contains("simulation");
        assertThat(accurate(
                        Nodes.edgeTpu().copy("m", 10, 0, 5, null).stream("a", ArrivalProcess.periodic(20), "m", 0, 0.5)
                                .node()))
                .contains("simulation");
        assertThat(accurate(Nodes.edgeTpu().copy("m", 10, 0, 5, null).stream("a", ArrivalProcess.general(20, 2), "m")
                        .node()))
                .isEqualTo("GI/G/1, exact on a lattice");
    }

    @Test
    void overload() {
        BranchResponse branch = new QueueingPredictor()
                .predict(Nodes.gpu().poisson("a", 200, 10, 0).node(), Accuracy.FAST)
                .branches()
                .getFirst();
        assertThat(branch.response()).isNull();
        assertThat(branch.method()).isEqualTo("overloaded station");
        assertThat(branch.errorBand().meanPercent()).isInfinite();
    }
}
