package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.StationLoad;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueueingPredictorTest {
    private static final QueueingPredictor PREDICTOR = new QueueingPredictor();

    private static ResponseSummary summary(NodeModel node, String stream, Accuracy accuracy) {
        NodePrediction prediction = PREDICTOR.predict(node, accuracy);
        String device = node.devices().getFirst().name();
        BranchResponse branch = Objects.requireNonNull(prediction.branch(stream, device));
        return ResponseSummary.of(Objects.requireNonNull(branch.response(), branch.method()));
    }

    @ParameterizedTest
    @EnumSource(Accuracy.class)
    void overloadedDevice(Accuracy accuracy) {
        NodePrediction prediction =
                PREDICTOR.predict(Nodes.edgeTpu().poisson("a", 200, 10, 0).node(), accuracy);
        assertThat(prediction.branches().getFirst().response()).isNull();
        assertThat(prediction.stations()).containsExactly(new StationLoad("edgetpu-0", 2, 1, false));
    }

    @ParameterizedTest
    @EnumSource(Accuracy.class)
    void overloadedCpuFailsOnlyThoseWhoNeedIt(Accuracy accuracy) {
        NodeModel node =
                Nodes.gpu().cores(1).copy("m", 5, 0, 0, null).stream("needs", ArrivalProcess.poisson(20), "m", 60, 1)
                        .stream("direct", ArrivalProcess.poisson(20), "m")
                        .node();
        NodePrediction prediction = PREDICTOR.predict(node, accuracy);
        assertThat(Objects.requireNonNull(prediction.branch("needs", "gpu-0")).response())
                .isNull();
        assertThat(Objects.requireNonNull(prediction.branch("direct", "gpu-0")).response())
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Accuracy.class)
    void anIdleNodeHasLoadsOnly(Accuracy accuracy) {
        NodePrediction prediction =
                PREDICTOR.predict(Nodes.gpu().copy("m", 5, 0, 0, null).node(), accuracy);
        assertThat(prediction.branches()).isEmpty();
        assertThat(prediction.stations()).containsExactly(new StationLoad("gpu-0", 0, 0, true));
        assertThat(PREDICTOR.predict(new NodeModel("n", 1, List.of(), List.of()), accuracy))
                .isEqualTo(new NodePrediction(List.of(), List.of()));
    }

    @ParameterizedTest
    @EnumSource(Accuracy.class)
    void aVeryRareStreamStillHasFigures(Accuracy accuracy) {
        NodeModel node = Nodes.gpu()
                .poisson("busy", 500, 1, 0)
                .poisson("rare", 0.00001, 20, 0)
                .node();
        ResponseSummary rare = summary(node, "rare", accuracy);
        assertThat(rare.meanMs()).isBetween(20.0, 60.0);
        ResponseSummary extreme = summary(
                Nodes.edgeTpu()
                        .swapAware()
                        .poisson("busy", 500, 1, 1)
                        .poisson("rare", 1e-9, 1e6, 5)
                        .node(),
                "rare",
                accuracy);
        assertThat(extreme.meanMs()).isGreaterThan(1e6);
    }

    @ParameterizedTest
    @EnumSource(Accuracy.class)
    void preprocessingAndNetworkAddUp(Accuracy accuracy) {
        // One camera, nothing to wait for: 4 + 10 ms, always.
        NodeModel node = Nodes.edgeTpu().copy("m", 10, 0, 5, null).stream("cam", ArrivalProcess.periodic(20), "m", 4, 1)
                .node();
        ResponseSummary summary = summary(node, "cam", accuracy);
        assertThat(summary.meanMs()).isCloseTo(14, within(1e-6));
        assertThat(summary.p999Ms()).isCloseTo(14, within(1e-6));
    }

    @Test
    void fastAndAccurateAgreeOnATandem() {
        NodeModel node = Nodes.edgeTpu().cores(2).poisson("b", 8, 40, 12).copy("m", 25, 0, 10, null).stream(
                        "a", ArrivalProcess.poisson(12), "m", 30, 1)
                .node();
        ResponseSummary fast = summary(node, "a", Accuracy.FAST);
        ResponseSummary accurate = summary(node, "a", Accuracy.ACCURATE);
        assertThat(fast.meanMs()).isCloseTo(accurate.meanMs(), withinPercentage(2));
        assertThat(fast.p95Ms()).isCloseTo(accurate.p95Ms(), withinPercentage(2));
    }

    @Test
    void cpuDeviceAmongPreprocessing() {
        NodeModel node =
                Nodes.cpu(2).copy("m", 10, 0.5, 0, null).stream("a", ArrivalProcess.poisson(20), "m", 8, 1).stream(
                                "b", ArrivalProcess.poisson(15), "m")
                        .node();
        ResponseSummary fast = summary(node, "a", Accuracy.FAST);
        ResponseSummary accurate = summary(node, "a", Accuracy.ACCURATE);
        assertThat(fast.meanMs()).isCloseTo(accurate.meanMs(), withinPercentage(3));
        assertThat(PREDICTOR.predict(node, Accuracy.FAST).stations())
                .singleElement()
                .satisfies(station -> assertThat(station.load()).isCloseTo(0.255, within(1e-9)));
    }

    @Test
    void twoEqualCamerasSwitchEveryTime() {
        // In turn, so every request switches: 2 x 30 / s x 20 ms is too much, although half of that would do.
        NodeModel node = Nodes.edgeTpu().copy("a", 10, 0, 10, null).copy("b", 10, 0, 10, null).stream(
                        "a", ArrivalProcess.periodic(30), "a")
                .stream("b", ArrivalProcess.periodic(30), "b")
                .node();
        assertThat(PREDICTOR.predict(node, Accuracy.FAST).stations().getFirst().load())
                .isCloseTo(1.2, within(1e-9));
    }

    @Test
    void equalCallsGiveEqualFigures() {
        NodeModel node =
                Nodes.gpu().poisson("a", 20, 15, 0).poisson("b", 10, 30, 0).node();
        assertThat(summary(node, "a", Accuracy.FAST)).isEqualTo(summary(node, "a", Accuracy.FAST));
    }
}
