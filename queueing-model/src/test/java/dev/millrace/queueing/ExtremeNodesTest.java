package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.StationLoad;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures at the edge of what numbers can say: finite and in order, or an overloaded station; never an exception. */
class ExtremeNodesTest {
    private static void verify(NodeModel node, Accuracy accuracy) {
        for (BranchResponse branch :
                new QueueingPredictor().predict(node, accuracy).branches()) {
            StationLoad station =
                    new QueueingPredictor().predict(node, accuracy).stations().getFirst();
            String what = branch.method() + " at load " + station.load();
            assertThat(branch.response() == null).as(what).isEqualTo(!station.stable());
            if (branch.response() != null) {
                ResponseSummary summary = ResponseSummary.of(branch.response());
                assertThat(summary.meanMs()).as(what).isPositive().isFinite();
                assertThat(summary.p50Ms()).as(what).isPositive().isLessThanOrEqualTo(summary.p95Ms() * 1.0001);
                assertThat(summary.p999Ms()).as(what).isFinite().isGreaterThanOrEqualTo(summary.p95Ms() * 0.9999);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-6, 0.99, 0.9999, 0.999999, 1, 1e9})
    void loads(double load) {
        double perSecond = 1000 * load / 10;
        verify(Nodes.edgeTpu().poisson("a", perSecond, 10, 0).node(), Accuracy.FAST);
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
    @CsvSource({"1e-9, 1e-9", "1e-9, 1e9", "1e9, 1e-9", "1e300, 1e300"})
    void ratesAndServiceTimes(double perSecond, double serviceMs) {
        verify(Nodes.edgeTpu().poisson("a", perSecond, serviceMs, 1).node(), Accuracy.FAST);
        verify(
                Nodes.edgeTpu()
                        .poisson("a", perSecond, serviceMs, 1e-3)
                        .poisson("b", perSecond, serviceMs, 1e-3)
                        .node(),
                Accuracy.FAST);
        verify(
                Nodes.gpu()
                        .poisson("a", perSecond, serviceMs, 0)
                        .poisson("b", perSecond, serviceMs, 0)
                        .node(),
                Accuracy.FAST);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 20_000})
    void manyCores(int cores) {
        for (Accuracy accuracy : Accuracy.values()) {
            verify(Nodes.cpu(cores).poisson("a", 50.0 * cores, 10, 0).node(), accuracy);
        }
    }
}
