package dev.millrace.placement.baseline;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.cpu;
import static dev.millrace.placement.testing.Clusters.gpu;
import static dev.millrace.placement.testing.Clusters.tpu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.PlanAudit;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Cases small enough to be worked out on paper. */
class BaselinesTest {
    private static Plan plan(String algorithm, SolveOptions.Order order, ClusterSnapshot snapshot) {
        SolveOptions options = new SolveOptions(Duration.ofSeconds(1), 1, Goal.IN_ORDER, order);
        Plan plan = PlacementSolvers.named(algorithm).solve(snapshot, options, SolveProgress.NONE);
        PlanAudit.accountsForAll(snapshot, plan);
        PlanAudit.memory(snapshot, plan.assignments());
        return plan;
    }

    /** Where everybody is, as {@code app@node}. */
    private static String where(String algorithm, ClusterSnapshot snapshot) {
        return where(plan(algorithm, SolveOptions.Order.ARRIVAL, snapshot));
    }

    private static String where(Plan plan) {
        return plan.assignments().stream()
                .map(one -> one.app().name() + "@" + one.device().node())
                .collect(Collectors.joining(" "));
    }

    /** Memory 500 and 1000 MiB; needs 400, 300, 300 (again the model of b), 600. */
    private static ClusterSnapshot memoryCase() {
        return new Clusters()
                .node("n1", gpu("g", 500L))
                .node("n2", gpu("g", 1000L))
                .add(
                        app("a").onGpu("a", 10, 400),
                        app("b").onGpu("b", 10, 300),
                        app("c").onGpu("b", 10, 300),
                        app("d").onGpu("d", 10, 600))
                .snapshot();
    }

    @Test
    void firstFitTakesTheFirstDeviceByNameAndSharesCopies() {
        // a fills n1 to 400; b needs n2; c shares b's copy; d has 700 left on n2.
        assertThat(where("memory-first-fit", memoryCase())).isEqualTo("a@n1 b@n2 c@n2 d@n2");
    }

    @Test
    void bestFitLeavesLeastMemory() {
        assertThat(where("memory-best-fit", memoryCase())).isEqualTo("a@n1 b@n2 c@n2 d@n2");
    }

    @Test
    void worstFitLeavesMostMemory() {
        // a on n2 leaves 600 > 100; b on n2 leaves 300 > 200; then d (600) fits nowhere.
        Plan plan = plan("memory-worst-fit", SolveOptions.Order.ARRIVAL, memoryCase());
        assertThat(where(plan)).isEqualTo("a@n2 b@n2 c@n2");
        assertThat(plan.refusals().getFirst().reason()).isEqualTo(RefusalReason.InsufficientMemory);
        assertThat(plan.refusals().getFirst().candidates()).hasSize(2);
    }

    @Test
    void spreadTakesTheLeastAllocatedShare() {
        // Both empty: a goes to n1 by name (0.8 allocated); b to n2; c shares; d to n2.
        assertThat(where("spread", memoryCase())).isEqualTo("a@n1 b@n2 c@n2 d@n2");
    }

    @Test
    void knapsackFillsDevicesInNameOrderWithMostApps() {
        // n1 (500): the copy of b and c hosts two apps in 300. n2 (1000): a and d in exactly 1000.
        assertThat(where("knapsack", memoryCase())).isEqualTo("a@n2 b@n1 c@n1 d@n2");
    }

    @Test
    void memoryRulesIgnoreLoad() {
        ClusterSnapshot snapshot = new Clusters()
                .node("n", gpu("g", 1000L))
                .add(app("a").rate(1000).onGpu("a", 10, 400))
                .snapshot();

        assertThat(where("memory-first-fit", snapshot)).isEqualTo("a@n");
        assertThat(PlanAudit.evaluate(snapshot, plan("memory-first-fit", SolveOptions.Order.ARRIVAL, snapshot))
                        .allMet())
                .isFalse();
    }

    @Test
    void ibisStopsAtFourFifthsOfTheDevice() {
        // 30/s x 10 ms = 0.3 each: the third would make 0.9.
        ClusterSnapshot snapshot = new Clusters()
                .node("n", gpu("g", 3000L))
                .add(
                        app("a").rate(30).onGpu("a", 10, 100),
                        app("b").rate(30).onGpu("b", 10, 100),
                        app("c").rate(30).onGpu("c", 10, 100))
                .snapshot();

        Plan plan = plan("ibis-bfs", SolveOptions.Order.ARRIVAL, snapshot);

        assertThat(PlanAudit.hosted(plan)).containsExactly("a", "b");
        assertThat(plan.refusals().getFirst().reason()).isEqualTo(RefusalReason.AlgorithmLimit);
    }

    @Test
    void ibisChecksTheMeanWithSwitchingForEveryTenant() {
        // Two models at 10/s: m = 20 + 0.5 x 20 = 30, rho 0.6, W = .02 x 900 / .8 = 22.5, R = 52.5 ms.
        Clusters cluster = new Clusters().node("n", tpu("t"));
        cluster.add(
                app("a").slo(Objective.P99, 53).onTpu("a", 20, 20, 6),
                app("b").slo(Objective.P99, 53).onTpu("b", 20, 20, 6));
        assertThat(PlanAudit.hosted(plan("ibis-dfs", SolveOptions.Order.ARRIVAL, cluster.snapshot())))
                .containsExactlyInAnyOrder("a", "b");

        Clusters tighter = new Clusters().node("n", tpu("t"));
        tighter.add(
                app("a").slo(Objective.P99, 52).onTpu("a", 20, 20, 6),
                app("b").slo(Objective.P99, 53).onTpu("b", 20, 20, 6));
        assertThat(PlanAudit.hosted(plan("ibis-dfs", SolveOptions.Order.ARRIVAL, tighter.snapshot())))
                .containsExactly("a");
    }

    @Test
    void ibisGoesBreadthOrDepthFirstAndNeverToACpu() {
        Clusters cluster =
                new Clusters().node("n0", cpu("c")).node("n1", gpu("g", 3000L)).node("n2", gpu("g", 3000L));
        cluster.add(
                app("a").rate(5).onGpu("a", 10, 100).onCpu("a", 10),
                app("b").rate(5).onGpu("b", 10, 100).onCpu("b", 10),
                app("c").rate(5).onCpu("c", 10));

        assertThat(where("ibis-bfs", cluster.snapshot())).isEqualTo("a@n1 b@n2");
        assertThat(where("ibis-dfs", cluster.snapshot())).isEqualTo("a@n1 b@n1");
    }

    @Test
    void theOrderCanBeSmallestDemandFirst() {
        ClusterSnapshot snapshot = new Clusters()
                .node("n", gpu("g", 500L))
                .add(
                        app("big").rate(50).onGpu("a", 10, 400),
                        app("small").rate(1).onGpu("b", 10, 400))
                .snapshot();

        assertThat(where(plan("memory-first-fit", SolveOptions.Order.ARRIVAL, snapshot)))
                .isEqualTo("big@n");
        assertThat(where(plan("memory-first-fit", SolveOptions.Order.SMALLEST, snapshot)))
                .isEqualTo("small@n");
    }

    @Test
    void anUnknownAlgorithmListsTheKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlacementSolvers.named("best"))
                .withMessageContaining("algorithm: best")
                .withMessageContaining("ibis-bfs, ibis-dfs, knapsack, memory-best-fit");
    }
}
