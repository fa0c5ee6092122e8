package dev.millrace.placement.solver;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.cpu;
import static dev.millrace.placement.testing.Clusters.gpu;
import static dev.millrace.placement.testing.Clusters.tpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.PlanAudit;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MillraceSolverTest {
    private static final Duration AMPLE = Duration.ofMinutes(5);
    private static final int STEPS = 40;

    private static Plan plan(ClusterSnapshot snapshot, Goal goal) {
        return plan(snapshot, goal, 1);
    }

    private static Plan plan(ClusterSnapshot snapshot, Goal goal, long seed) {
        MillraceSolver solver = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), STEPS);
        SolveOptions options = new SolveOptions(AMPLE, seed, goal, SolveOptions.Order.ARRIVAL);
        Plan plan = solver.solve(snapshot, options, SolveProgress.NONE);
        PlanAudit.check(snapshot, plan);
        return plan;
    }

    @ParameterizedTest
    @CsvSource({"1,IN_ORDER", "2,MAX_APPS", "3,IN_ORDER", "4,MAX_APPS"})
    void whatItHostsMeetsEveryObjective(long seed, Goal goal) {
        Plan plan = plan(Clusters.random(seed, 30).snapshot(), goal, seed);

        assertThat(plan.placed()).isGreaterThan(3);
    }

    @ParameterizedTest
    @EnumSource(Goal.class)
    void equalSeedsGiveEqualPlans(Goal goal) {
        ClusterSnapshot snapshot = Clusters.random(5, 24).snapshot();

        assertThat(plan(snapshot, goal, 7)).isEqualTo(plan(snapshot, goal, 7));
    }

    @Test
    void aPlanThatHostsAllIsKeptAsItIs() {
        Clusters cluster = Clusters.random(6, 6);
        Plan first = plan(cluster.snapshot(), Goal.IN_ORDER);
        assertThat(first.refusals()).isEmpty();

        Plan again = plan(cluster.running(first.assignments()).snapshot(), Goal.IN_ORDER);

        assertThat(again.assignments()).isEqualTo(first.assignments());
    }

    /** One GPU for one app: 60 requests a second of 10 ms load it by 0.6. */
    private static Clusters oneGpu() {
        return new Clusters().node("n", gpu("g", 3000L));
    }

    @Test
    void inOrderTheFirstComeIsHosted() {
        ClusterSnapshot snapshot = oneGpu().add(
                        app("first").rate(60).onGpu("a", 10, 100),
                        app("second").rate(50).onGpu("b", 10, 100),
                        app("third").rate(10).onGpu("c", 10, 100))
                .snapshot();

        assertThat(PlanAudit.hosted(plan(snapshot, Goal.IN_ORDER))).containsExactlyInAnyOrder("first", "third");
    }

    @Test
    void forMostAppsTheSmallAreHosted() {
        ClusterSnapshot snapshot = oneGpu().add(
                        app("big").rate(70).onGpu("a", 10, 100),
                        app("small-1").rate(25).onGpu("b", 10, 100),
                        app("small-2").rate(25).onGpu("c", 10, 100))
                .snapshot();

        assertThat(PlanAudit.hosted(plan(snapshot, Goal.MAX_APPS))).containsExactlyInAnyOrder("small-1", "small-2");
    }

    @Test
    void higherPriorityDisplacesLowerThatRuns() {
        ClusterSnapshot snapshot = oneGpu().add(
                        app("low").rate(60).onGpu("a", 10, 100),
                        app("high").rate(60).priority(5).onGpu("b", 10, 100))
                .running("low", "n", "g", Clusters.GPU)
                .snapshot();

        assertThat(PlanAudit.hosted(plan(snapshot, Goal.IN_ORDER))).containsExactly("high");
        assertThat(PlanAudit.hosted(plan(snapshot, Goal.MAX_APPS))).containsExactly("high");
    }

    @Test
    void aNewcomerNeverCostsAnAdmittedAppItsPlace() {
        // "early" was created first, and two small ones would fit instead: what runs stays all the same.
        ClusterSnapshot snapshot = oneGpu().add(
                        app("early").rate(30).onGpu("a", 10, 100),
                        app("runs").rate(70).onGpu("b", 10, 100),
                        app("small").rate(30).onGpu("c", 10, 100))
                .running("runs", "n", "g", Clusters.GPU)
                .snapshot();

        assertThat(PlanAudit.hosted(plan(snapshot, Goal.IN_ORDER))).containsExactly("runs");
        assertThat(PlanAudit.hosted(plan(snapshot, Goal.MAX_APPS))).containsExactly("runs");
    }

    @Test
    void anAppThatRunsMovesToMakeRoom() {
        // "flexible" runs on the GPU that alone can take "bound"; the CPU takes "flexible".
        ClusterSnapshot snapshot = new Clusters()
                .node("n", gpu("g", 3000L))
                .node("m", cpu("c"))
                .add(
                        app("flexible").rate(50).onGpu("a", 10, 100).onCpu("a", 12),
                        app("bound").rate(60).onGpu("b", 10, 100))
                .running("flexible", "n", "g", Clusters.GPU)
                .snapshot();

        Plan plan = plan(snapshot, Goal.IN_ORDER);

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.assignments())
                .filteredOn(one -> one.app().name().equals("flexible"))
                .extracting(one -> one.device().node())
                .containsExactly("m");
    }

    @Test
    void anAppThatNeedsTwoReplicasGetsTwoDevices() {
        ClusterSnapshot snapshot = new Clusters()
                .node("n", gpu("g", 3000L))
                .node("m", gpu("g", 3000L))
                .add(app("twice").rate(10).replicas(2, 2).onGpu("a", 10, 100))
                .snapshot();

        assertThat(plan(snapshot, Goal.IN_ORDER).assignments()).hasSize(2).allMatch(one -> one.share() == 0.5);
    }

    @Test
    void anAppTooBusyForOneDeviceIsSplit() {
        ClusterSnapshot snapshot = new Clusters()
                .node("n", gpu("g", 3000L))
                .node("m", gpu("g", 3000L))
                .add(app("busy").rate(120).replicas(1, 2).onGpu("a", 10, 100))
                .snapshot();

        assertThat(plan(snapshot, Goal.IN_ORDER).assignments()).hasSize(2);
    }

    @Test
    void modelsThatFitOnChipTogetherShareASet() {
        // Switching at every other request would break the bound; together they never switch.
        ClusterSnapshot snapshot = new Clusters()
                .node("n", tpu("t"))
                .add(
                        app("a").rate(20).slo(Objective.MEAN, 20).onTpu("a", 10, 15, 3),
                        app("b").rate(20).slo(Objective.MEAN, 20).onTpu("b", 10, 15, 3))
                .snapshot();

        List<Assignment> assignments = plan(snapshot, Goal.IN_ORDER).assignments();

        assertThat(assignments).hasSize(2).allMatch(one -> one.coResidentSet() != null);
    }

    @Test
    void aGpuBeyondItsSingleRequestRateBatches() {
        // 60/s x 20 ms = 1.2 singly; batches of 8 take 52 ms: 0.39.
        ClusterSnapshot snapshot = new Clusters()
                .node("n", gpu("g", 3000L))
                .add(app("a").rate(60)
                        .slo(Objective.MEAN, 300)
                        .on(
                                dev.millrace.queueing.model.DeviceClass.GPU,
                                Clusters.GPU,
                                "a",
                                Clusters.batched(15, 5, 100)))
                .snapshot();

        assertThat(plan(snapshot, Goal.IN_ORDER).assignments()).hasSize(1).allMatch(one -> one.maxBatch() > 1);
    }
}
