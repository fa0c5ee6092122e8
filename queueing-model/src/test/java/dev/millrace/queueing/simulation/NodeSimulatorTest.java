package dev.millrace.queueing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.Nodes;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.StationLoad;
import org.junit.jupiter.api.Test;

class NodeSimulatorTest {
    private static SimulationResult simulate(NodeModel node) {
        return NodeSimulator.simulate(node, SimulationOptions.of(100_000, 3));
    }

    @Test
    void equalSeedsGiveEqualResults() {
        NodeModel node =
                Nodes.gpu().poisson("a", 20, 15, 0).poisson("b", 10, 30, 0).node();
        assertThat(simulate(node).branches()).isEqualTo(simulate(node).branches());
        assertThat(NodeSimulator.simulate(node, SimulationOptions.of(100_000, 4))
                        .branches())
                .isNotEqualTo(simulate(node).branches());
    }

    @Test
    void overloadedDeviceHasNoResponse() {
        SimulationResult result = simulate(Nodes.gpu().poisson("a", 60, 20, 0).node());
        assertThat(result.branches()).isEmpty();
        assertThat(result.prediction().branches().getFirst().response()).isNull();
        StationLoad station = result.prediction().stations().getFirst();
        assertThat(station.stable()).isFalse();
        assertThat(station.load()).isCloseTo(1.2, within(1e-9));
        assertThat(station.utilization()).isEqualTo(1);
    }

    @Test
    void overloadedCpuFailsOnlyThoseWhoNeedIt() {
        NodeModel node =
                Nodes.gpu().cores(1).copy("m", 5, 0, 0, null).stream("needs", ArrivalProcess.poisson(20), "m", 60, 1)
                        .stream("direct", ArrivalProcess.poisson(20), "m")
                        .node();
        SimulationResult result = simulate(node);
        assertThat(result.branches())
                .singleElement()
                .satisfies(b -> assertThat(b.stream()).isEqualTo("direct"));
        assertThat(result.prediction().stations())
                .extracting(StationLoad::station, StationLoad::stable)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("gpu-0", true),
                        org.assertj.core.groups.Tuple.tuple("cpu", false));
    }

    @Test
    void thinnedPoissonIsPoisson() {
        NodeModel thinned = Nodes.edgeTpu().copy("m", 10, 0, 0, null).stream(
                        "a", ArrivalProcess.poisson(200), "m", 0, 0.3)
                .node();
        SimulatedBranch branch = simulate(thinned).branches().getFirst();
        assertThat(branch.summary().meanMs())
                .isCloseTo(17.5, within(4 * branch.halfWidth95().meanMs()));
    }

    @Test
    void thinnedPeriodicIsGeometric() {
        // A camera thinned to half: gaps are geometric multiples of the period, and service 15 ms is under two periods.
        NodeModel thinned = Nodes.edgeTpu().copy("m", 15, 0, 0, null).stream(
                        "a", ArrivalProcess.periodic(100), "m", 0, 0.5)
                .node();
        SimulatedBranch branch = simulate(thinned).branches().getFirst();
        // Slotted queue with slots of 10 ms and steps of 5 ms: W' = max(W + 15 - 10 G, 0), G geometric.
        double[] wait = new double[400];
        wait[0] = 1;
        for (int i = 0; i < 3000; i++) {
            double[] next = new double[wait.length];
            for (int w = 0; w < wait.length; w++) {
                for (int g = 1; g < 40; g++) {
                    next[Math.clamp(w + 3 - 2 * g, 0, wait.length - 1)] += wait[w] * Math.pow(0.5, g);
                }
            }
            wait = next;
        }
        double mean = 15;
        for (int w = 0; w < wait.length; w++) {
            mean += 5 * w * wait[w];
        }
        assertThat(branch.summary().meanMs()).isCloseTo(mean, withinPercentage(2));
    }

    @Test
    void cpuDeviceWithPreprocessingVisitsTwice() {
        NodeModel node = Nodes.cpu(1).copy("m", 10, 0, 0, null).stream("a", ArrivalProcess.periodic(10), "m", 30, 1)
                .node();
        SimulationResult result = simulate(node);
        assertThat(result.branches().getFirst().summary().meanMs()).isCloseTo(40, within(1e-6));
        assertThat(result.prediction().stations())
                .singleElement()
                .satisfies(station -> assertThat(station.utilization()).isCloseTo(0.4, within(0.01)));
    }

    @Test
    void equalSharingOfTwoBusyCopies() {
        // Two cameras, one of them 10 s a request: the other one always runs at half speed.
        NodeModel node = Nodes.gpu().copy("slow", 5000, 0, 0, null).copy("quick", 10, 0, 0, null).stream(
                        "slow", ArrivalProcess.periodic(0.1), "slow")
                .stream("quick", ArrivalProcess.periodic(10), "quick")
                .node();
        double mean = simulate(node).branches().get(1).summary().meanMs();
        // The slow request takes 5000 + its share of the quick work: busy 5000 / (1 - 0.1) of every 10 s.
        double busy = 5000 / 0.9 / 10_000;
        assertThat(mean).isCloseTo(10 * (1 - busy) + 20 * busy, withinPercentage(1));
    }

    @Test
    void batchesAreFormedFromWhatWaits() {
        NodeModel node = Nodes.gpu().batching("m", 8, 8, 1, 0).stream("a", ArrivalProcess.poisson(400), "m")
                .node();
        SimulationResult result = simulate(node);
        StationLoad station = result.prediction().stations().getFirst();
        assertThat(station.load()).isCloseTo(0.8, within(1e-9));
        assertThat(station.utilization()).isBetween(0.8, 1.0);
        assertThat(result.branches().getFirst().summary().meanMs()).isGreaterThan(16);
    }

    @Test
    void swapAwareServesTheResidentCopyFirst() {
        Nodes fcfs = Nodes.edgeTpu().poisson("a", 20, 10, 30).poisson("b", 20, 10, 30);
        Nodes swapAware = Nodes.edgeTpu().swapAware().poisson("a", 20, 10, 30).poisson("b", 20, 10, 30);
        assertThat(simulate(fcfs.node()).branches()).isEmpty();
        SimulationResult result = simulate(swapAware.node());
        assertThat(result.prediction().stations().getFirst().load()).isCloseTo(0.4, within(1e-9));
        assertThat(result.prediction().stations().getFirst().utilization()).isBetween(0.6, 1.0);
        assertThat(result.branches()).hasSize(2);
    }

    @Test
    void periodicMixturesMissAsOftenAsTheLoadSays() {
        NodeModel node = Nodes.edgeTpu()
                .copy("a", 5, 0, 8, null)
                .copy("b", 6, 0, 9, null)
                .copy("c", 4, 0, 7, null)
                .stream("cam1", ArrivalProcess.periodic(15), "a")
                .stream("cam2", ArrivalProcess.periodic(9), "b")
                .stream("cam3", ArrivalProcess.general(8, 2), "c")
                .stream("poi", ArrivalProcess.poisson(6), "a")
                .node();
        StationLoad station = simulate(node).prediction().stations().getFirst();
        assertThat(station.utilization()).isCloseTo(station.load(), withinPercentage(1));
    }

    @Test
    void aVerySlowCameraDoesNotBlowUpTheRun() {
        NodeModel node =
                Nodes.edgeTpu().copy("m", 1, 0, 0, null).stream("slow", ArrivalProcess.periodic(0.001), "m").stream(
                                "quick", ArrivalProcess.periodic(500), "m")
                        .node();
        long recorded = simulate(node).branches().stream()
                .mapToLong(SimulatedBranch::requests)
                .sum();
        assertThat(recorded).isBetween(150_000L, 250_000L);
    }
}
