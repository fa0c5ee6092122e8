package dev.millrace.queueing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.Nodes;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exact methods and simulator, each convicting the other: figures within the simulation's confidence. */
class ExactMethodsTest {
    record Case(String name, NodeModel node) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        "random services with switching",
                        Nodes.edgeTpu()
                                .copy("a", 8, 0.5, 5, null)
                                .copy("b", 12, 1, 9, null)
                                .copy("c", 6, 0, 0, null)
                                .stream("a", ArrivalProcess.poisson(20), "a")
                                .stream("b", ArrivalProcess.poisson(10), "b")
                                .stream("c", ArrivalProcess.poisson(15), "c")
                                .node()),
                new Case(
                        "two apps share a copy",
                        Nodes.edgeTpu().copy("a", 8, 0, 15, null).copy("b", 12, 0, 15, null).stream(
                                        "a1", ArrivalProcess.poisson(10), "a")
                                .stream("a2", ArrivalProcess.poisson(5), "a")
                                .stream("b", ArrivalProcess.poisson(12), "b")
                                .node()),
                new Case(
                        "two co-resident sets",
                        Nodes.edgeTpu()
                                .copy("a", 4, 0, 6, "x")
                                .copy("b", 5, 0.3, 7, "x")
                                .copy("c", 6, 0, 8, "y")
                                .copy("d", 7, 0, 9, "y")
                                .stream("a", ArrivalProcess.poisson(20), "a")
                                .stream("b", ArrivalProcess.poisson(15), "b")
                                .stream("c", ArrivalProcess.poisson(12), "c")
                                .stream("d", ArrivalProcess.poisson(8), "d")
                                .node()),
                new Case(
                        "batches up to 8",
                        Nodes.gpu().batching("m", 8, 6, 2, 0).stream("a", ArrivalProcess.poisson(250), "m")
                                .node()),
                new Case(
                        "two cores, constant service",
                        Nodes.cpu(2).copy("m", 20, 0, 0, null).stream("a", ArrivalProcess.poisson(70), "m")
                                .node()),
                new Case(
                        "camera with random service",
                        Nodes.gpu().copy("m", 20, 0.6, 0, null).stream("a", ArrivalProcess.periodic(35), "m")
                                .node()),
                new Case(
                        "bursty arrivals",
                        Nodes.gpu().copy("m", 20, 0, 0, null).stream("a", ArrivalProcess.general(25, 3), "m")
                                .node()),
                new Case(
                        "six cameras",
                        Nodes.edgeTpu().copy("m", 10, 0, 0, null).stream("c1", ArrivalProcess.periodic(12), "m").stream(
                                        "c2", ArrivalProcess.periodic(12), "m")
                                .stream("c3", ArrivalProcess.periodic(12), "m")
                                .stream("c4", ArrivalProcess.periodic(12), "m")
                                .stream("c5", ArrivalProcess.periodic(12), "m")
                                .stream("c6", ArrivalProcess.periodic(12), "m")
                                .node()),
                new Case(
                        "light pre-processing on one core",
                        Nodes.edgeTpu().cores(1).copy("a", 20, 0, 10, null).copy("b", 30, 0, 12, null).stream(
                                        "a", ArrivalProcess.poisson(12), "a", 3, 1)
                                .stream("b", ArrivalProcess.poisson(8), "b", 4, 1)
                                .node()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agree(Case each) {
        SimulationResult simulated = NodeSimulator.simulate(each.node(), SimulationOptions.of(250_000, 11));
        for (SimulatedBranch branch : simulated.branches()) {
            BranchResponse found = Objects.requireNonNull(new QueueingPredictor()
                    .predict(each.node(), Accuracy.ACCURATE)
                    .branch(branch.stream(), branch.device()));
            assertThat(found.method()).doesNotContain("simulation");
            ResponseSummary exact = ResponseSummary.of(Objects.requireNonNull(found.response()));
            ResponseSummary half = branch.halfWidth95();
            ResponseSummary seen = branch.summary();
            String what = each + " " + branch.stream() + " by " + found.method();
            // Three half-widths, and 0.3 % for figures with next to no spread.
            assertThat(exact.meanMs()).as(what).isCloseTo(seen.meanMs(), slack(half.meanMs(), seen.meanMs()));
            assertThat(exact.p50Ms()).as(what).isCloseTo(seen.p50Ms(), slack(half.p50Ms(), seen.p50Ms()));
            assertThat(exact.p95Ms()).as(what).isCloseTo(seen.p95Ms(), slack(half.p95Ms(), seen.p95Ms()));
            assertThat(exact.p99Ms()).as(what).isCloseTo(seen.p99Ms(), slack(half.p99Ms(), seen.p99Ms()));
        }
    }

    private static org.assertj.core.data.Offset<Double> slack(double halfWidth, double value) {
        return within(3 * halfWidth + 0.003 * value);
    }
}
