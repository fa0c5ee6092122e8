package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures at the edge of what numbers can say: finite and in order, or an overloaded station; never an exception. */
class ExtremeNodesTest {
    private static void verify(NodeModel node, Accuracy accuracy) {
        NodePrediction prediction = new QueueingPredictor().predict(node, accuracy);
        for (BranchResponse branch : prediction.branches()) {
            String what = branch.method() + " at load "
                    + prediction.stations().getFirst().load();
            boolean stable = prediction.stations().stream().allMatch(station -> station.stable());
            assertThat(branch.response() != null).as(what).isEqualTo(stable);
            if (branch.response() != null) {
                ResponseSummary summary = ResponseSummary.of(branch.response());
                assertThat(summary.meanMs()).as(what).isPositive().isFinite();
                double[] ascending = {
                    summary.p50Ms(), summary.p90Ms(), summary.p95Ms(), summary.p99Ms(), summary.p999Ms()
                };
                for (int i = 0; i < ascending.length; i++) {
                    double before = i == 0 ? 0 : ascending[i - 1];
                    assertThat(ascending[i]).as(what).isFinite().isGreaterThanOrEqualTo(0.9999 * before);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-6, 0.99, 0.9999, 0.999998, 0.9999995, 1 - 1e-9, 1, 1e6})
    void loads(double load) {
        double perSecond = 1000 * load / 10;
        verify(Nodes.edgeTpu().poisson("a", perSecond, 10, 0).node(), Accuracy.FAST);
        verify(Nodes.edgeTpu().poisson("a", perSecond, 10, 0).node(), Accuracy.ACCURATE);
        verify(
                Nodes.edgeTpu()
                        .poisson("a", perSecond / 4, 10, 10)
                        .poisson("b", perSecond / 4, 10, 10)
                        .node(),
                Accuracy.FAST);
        verify(
                Nodes.gpu()
                        .poisson("a", perSecond / 2, 10, 0)
                        .poisson("b", perSecond / 2, 10, 0)
                        .node(),
                Accuracy.FAST);
        verify(Nodes.cpu(2).poisson("a", 2 * perSecond, 10, 0).node(), Accuracy.FAST);
        verify(
                Nodes.gpu().batching("m", 4, 2, 2, 0).stream("a", ArrivalProcess.poisson(4 * perSecond), "m")
                        .node(),
                Accuracy.FAST);
    }

    @ParameterizedTest
    @CsvSource({
        // requests per second, service in ms: every corner of what the model's records allow, and loads of 0.1 and 0.9
        "1e-9, 1e-6",
        "1e-9, 1e11",
        "1e-9, 9e11",
        "1e-9, 1e13",
        "1e9, 1e-6",
        "9e8, 1e-6",
        "1e8, 1e-6",
        "1e9, 1e13"
    })
    void ratesAndServiceTimes(double perSecond, double serviceMs) {
        verify(Nodes.edgeTpu().poisson("a", perSecond, serviceMs, 1).node(), Accuracy.ACCURATE);
        verify(
                Nodes.edgeTpu()
                        .poisson("a", perSecond / (perSecond < 1e-8 ? 1 : 2), serviceMs, serviceMs * 1e-3)
                        .poisson("b", perSecond / (perSecond < 1e-8 ? 1 : 2), serviceMs, serviceMs * 1e-3)
                        .node(),
                Accuracy.FAST);
        verify(
                Nodes.gpu()
                        .poisson("a", perSecond, serviceMs, 0)
                        .poisson("b", perSecond, serviceMs, 0)
                        .node(),
                Accuracy.FAST);
        verify(Nodes.cpu(4).poisson("a", perSecond, serviceMs, 0).node(), Accuracy.FAST);
    }

    @Test
    void nanosecondsBesideMonths() {
        for (Nodes nodes : List.of(Nodes.edgeTpu(), Nodes.gpu(), Nodes.cpu(2))) {
            NodeModel node = nodes.poisson("short", 1e6, 1e-6, 1e-3)
                    .poisson("long", 1e-9, 1e10, 1e3)
                    .node();
            verify(node, Accuracy.FAST);
            verify(node, Accuracy.ACCURATE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-6, 1e-6", "1e-6, 1e4", "1e4, 1e-6", "1e4, 1e4", "1e4, 0", "1, 1e4"})
    void variability(double gapCv2, double cv2) {
        verify(
                Nodes.gpu().copy("m", 10, cv2, 0, null).stream("a", ArrivalProcess.general(30, gapCv2), "m")
                        .node(),
                Accuracy.FAST);
        verify(
                Nodes.gpu().copy("m", 10, cv2, 0, null).stream("a", ArrivalProcess.poisson(30), "m")
                        .node(),
                Accuracy.FAST);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 20_000, 65_536})
    void manyCores(int cores) {
        for (Accuracy accuracy : Accuracy.values()) {
            verify(Nodes.cpu(cores).poisson("a", 50.0 * cores, 10, 0).node(), accuracy);
        }
    }

    /** One node for each kind of distribution. */
    static List<NodeModel> kinds() {
        return List.of(
                Nodes.edgeTpu().poisson("a", 20, 10, 5).poisson("b", 10, 20, 5).node(),
                Nodes.gpu().copy("m", 10, 0.5, 0, null).stream("a", ArrivalProcess.general(30, 2), "m")
                        .node(),
                Nodes.gpu().batching("m", 4, 2, 2, 0).stream("a", ArrivalProcess.poisson(200), "m")
                        .node(),
                Nodes.gpu().poisson("a", 20, 10, 0).poisson("b", 10, 20, 0).node(),
                Nodes.cpu(3).poisson("a", 20, 10, 0).node(),
                Nodes.cpu(3).copy("m", 10, 0.5, 0, null).stream("a", ArrivalProcess.poisson(30), "m")
                        .node(),
                Nodes.edgeTpu().copy("m", 10, 0, 0, null).stream("a", ArrivalProcess.periodic(20), "m").stream(
                                "b", ArrivalProcess.periodic(20), "m")
                        .node(),
                Nodes.gpu().cores(2).batching("m", 4, 2, 2, 0).stream("a", ArrivalProcess.poisson(50), "m", 2, 1)
                        .node());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void probabilitiesAndTimes(NodeModel node) {
        BranchResponse branch =
                new QueueingPredictor().predict(node, Accuracy.FAST).branches().getFirst();
        ResponseTime response = Objects.requireNonNull(branch.response());
        for (double p : new double[] {Double.NaN, -1, 0, 1, 2, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .as(branch.method())
                    .isThrownBy(() -> response.quantileMs(p))
                    .withMessageContaining(String.valueOf(p));
        }
        for (double ms : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -1, 0, 1e-300}) {
            assertThat(response.cdf(ms)).as(branch.method()).isZero();
        }
        assertThat(response.cdf(1e12)).as(branch.method()).isGreaterThan(0.999999);
        assertThat(response.cdf(Double.POSITIVE_INFINITY)).as(branch.method()).isGreaterThan(0.999999);
        for (double p : new double[] {1e-9, 1e-3, 0.9999, 0.999999}) {
            assertThat(response.quantileMs(p)).as(branch.method()).isPositive().isFinite();
        }
    }
}
