package dev.millrace.queueing.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.Nodes;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SensitivityTest {
    private static List<BranchSensitivity> explain(NodeModel node) {
        List<BranchSensitivity> all = new Sensitivity(new QueueingPredictor(), Accuracy.ACCURATE).of(node);
        for (BranchSensitivity each : all) {
            double meanMs = Objects.requireNonNull(each.response().response()).meanMs();
            assertThat(each.shares().meanMs()).isCloseTo(meanMs, within(1e-9 * meanMs));
        }
        return all;
    }

    @Test
    void aloneThereIsServiceAndWaiting() {
        // M/D/1 at load 0.5: wait of half a service; p95 of the wait from the closed form of M/D/1.
        BranchSensitivity alone =
                explain(Nodes.edgeTpu().poisson("a", 50, 10, 7).node()).getFirst();
        assertThat(alone.shares().serviceMs()).isEqualTo(10);
        assertThat(alone.shares().waitingMs()).isCloseTo(5, within(0.01));
        assertThat(alone.shares().switchingMs()).isZero();
        assertThat(alone.effects()).hasSize(1);
        assertThat(alone.effects().getFirst().p95ChangeMs()).isBetween(2.0, 8.0);
    }

    @Test
    void switchingIsWhatItsAbsenceWouldSave() {
        NodeModel node =
                Nodes.edgeTpu().poisson("a", 20, 10, 7).poisson("b", 10, 20, 5).node();
        List<BranchSensitivity> all = explain(node);
        // Without switches both share M/G/1 at load 0.4.
        double waitMs = (0.02 * 100 + 0.01 * 400) / (2 * 0.6);
        assertThat(all.getFirst().shares().waitingMs()).isCloseTo(waitMs, within(0.01));
        // At least the own switch, paid by a third of the requests of a.
        assertThat(all.getFirst().shares().switchingMs()).isGreaterThan(7 / 3.0);
        assertThat(all.getFirst().effects()).extracting(RateEffect::stream).containsExactly("a", "b");
        assertThat(all.getLast().effects()).extracting(RateEffect::stream).containsExactly("b", "a");
        assertThat(all.getLast().effects())
                .allSatisfy(effect -> assertThat(effect.p95ChangeMs()).isPositive());
    }

    @Test
    void batchesCostWhatTheyTakeLongerThanOneRequest() {
        NodeModel node = Nodes.gpu().batching("m", 8, 6, 2, 0).stream("a", ArrivalProcess.poisson(250), "m")
                .node();
        MeanShares shares = explain(node).getFirst().shares();
        assertThat(shares.serviceMs()).isEqualTo(8);
        assertThat(shares.batchingMs()).isGreaterThan(2);
        assertThat(shares.waitingMs()).isPositive();
    }

    @Test
    void preprocessingIncludesTheWaitForACore() {
        NodeModel node =
                Nodes.edgeTpu().cores(1).copy("m", 5, 0, 0, null).stream("a", ArrivalProcess.poisson(25), "m", 20, 1)
                        .stream("b", ArrivalProcess.poisson(5), "m")
                        .node();
        List<BranchSensitivity> all = explain(node);
        // M/D/1 of 20 ms at load 0.5.
        assertThat(all.getFirst().shares().preprocessMs()).isCloseTo(30, within(0.5));
        assertThat(all.getLast().shares().preprocessMs()).isZero();
    }

    @Test
    void networkIsAConstant() {
        NodeModel plain = Nodes.edgeTpu().poisson("a", 50, 10, 0).node();
        Stream stream = plain.streams().getFirst();
        NodeModel far = new NodeModel(
                "n", 4, plain.devices(), List.of(new Stream("a", stream.arrivals(), 0, 12, 500, stream.branches())));
        assertThat(explain(far).getFirst().shares().networkMs()).isEqualTo(12);
    }

    @Test
    void moreRequestsThanAStationCanServe() {
        NodeModel node = Nodes.edgeTpu().poisson("a", 95, 10, 0).node();
        assertThat(explain(node).getFirst().effects().getFirst().p95ChangeMs()).isNull();
    }

    @Test
    void overloadedBranchesAreLeftOut() {
        assertThat(explain(Nodes.gpu().poisson("a", 200, 10, 0).node())).isEmpty();
        assertThat(explain(new NodeModel("n", 1, List.of(), List.of()))).isEmpty();
    }

    @Test
    void neighboursOnASharedGpuSlowOneAnother() {
        NodeModel node =
                Nodes.gpu().poisson("a", 20, 15, 0).poisson("b", 10, 30, 0).node();
        assertThat(explain(node).getFirst().effects())
                .allSatisfy(effect -> assertThat(effect.p95ChangeMs()).isPositive());
    }
}
