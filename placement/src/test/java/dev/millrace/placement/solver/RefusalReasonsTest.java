package dev.millrace.placement.solver;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.cpu;
import static dev.millrace.placement.testing.Clusters.gpu;
import static dev.millrace.placement.testing.Clusters.tpu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Candidate;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Taint;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.DeviceClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each reason, produced by the smallest cluster that has it. */
class RefusalReasonsTest {

    private static Refusal refusal(Clusters cluster) {
        SolveOptions options = new SolveOptions(Duration.ofMinutes(1), 1, Goal.IN_ORDER, SolveOptions.Order.ARRIVAL);
        Plan plan = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), 20)
                .solve(cluster.snapshot(), options, SolveProgress.NONE);
        assertThat(plan.refusals()).hasSize(1);
        Refusal refusal = plan.refusals().getFirst();
        assertThat(refusal.message()).endsWith(".");
        return refusal;
    }

    private static void assertReason(Clusters cluster, RefusalReason reason) {
        Refusal refusal = refusal(cluster);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.candidates()).isNotEmpty();
        assertThat(refusal.candidates().getFirst().reason()).isEqualTo(reason);
    }

    @Test
    void noProfile() {
        Clusters cluster = new Clusters()
                .node("n", gpu("g", 1000L))
                .add(app("a").on(DeviceClass.GPU, "other-gpu", "a", Clusters.profile(10, 0, 10, 0)));
        assertReason(cluster, RefusalReason.NoProfile);
    }

    @Test
    void noFeasibleDevice() {
        assertReason(
                new Clusters().node("n", tpu("t")).add(app("a").onGpu("a", 10, 10)), RefusalReason.NoFeasibleDevice);
    }

    @Test
    void noDeviceAtAll() {
        Refusal refusal = refusal(new Clusters().add(app("a").onGpu("a", 10, 10)));
        assertThat(refusal.reason()).isEqualTo(RefusalReason.NoFeasibleDevice);
        assertThat(refusal.message()).isEqualTo("The cluster has no devices.");
    }

    @Test
    void nodeSelectorMismatch() {
        Clusters cluster = new Clusters()
                .node("n", Map.of("site", "b"), List.of(), true, gpu("g", 1000L))
                .add(app("a").onGpu("a", 10, 10).selector(Map.of("site", "a")));
        assertReason(cluster, RefusalReason.NodeSelectorMismatch);
    }

    @Test
    void taintNotTolerated() {
        Clusters cluster = new Clusters()
                .node("n", Map.of(), List.of(new Taint("k", null, "NoSchedule")), true, gpu("g", 1000L))
                .add(app("a").onGpu("a", 10, 10));
        assertReason(cluster, RefusalReason.TaintNotTolerated);
    }

    @Test
    void nodeNotReady() {
        Clusters cluster = new Clusters()
                .node("n", Map.of(), List.of(), false, gpu("g", 1000L))
                .add(app("a").onGpu("a", 10, 10));
        assertReason(cluster, RefusalReason.NodeNotReady);
    }

    @Test
    void noHealthyDevice() {
        DeviceSpec sick = new DeviceSpec("g", DeviceClass.GPU, Clusters.GPU, null, 0, false);
        assertReason(new Clusters().node("n", sick).add(app("a").onGpu("a", 10, 10)), RefusalReason.NoHealthyDevice);
    }

    @Test
    void insufficientMemory() {
        Clusters cluster = new Clusters().node("n", gpu("g", 500L)).add(app("a").onGpu("a", 10, 600));
        Candidate candidate = refusal(cluster).candidates().getFirst();
        assertThat(candidate.reason()).isEqualTo(RefusalReason.InsufficientMemory);
        assertThat(candidate.message()).isEqualTo("a copy needs 600 MiB and 500 MiB are free.");
    }

    @Test
    void hostMemoryIsSharedByDevicesWithoutTheirOwn() {
        // 4096 MiB of the host for both: 3000 on the first leave too little for the second.
        Clusters cluster = new Clusters()
                .node("n", gpu("g0", null), gpu("g1", null))
                .add(app("a").rate(60).onGpu("a", 10, 3000), app("b").rate(60).onGpu("b", 10, 3000));
        assertReason(cluster, RefusalReason.InsufficientMemory);
    }

    @Test
    void deviceOverloaded() {
        Clusters cluster =
                new Clusters().node("n", gpu("g", 1000L)).add(app("a").rate(95).onGpu("a", 10, 10));
        Candidate candidate = refusal(cluster).candidates().getFirst();
        assertThat(candidate.reason()).isEqualTo(RefusalReason.DeviceOverloaded);
        assertThat(candidate.predictedMs()).isCloseTo(0.95, within(1e-9));
        assertThat(candidate.boundMs()).isEqualTo(0.9);
    }

    @Test
    void nodeCpuOverloaded() {
        // 4 cores, 380 ms of preprocessing at 10 a second: 0.95 a core.
        Clusters cluster = new Clusters()
                .node("n", gpu("g", 1000L))
                .add(app("a").rate(10).slo(Objective.MEAN, 1e5).preprocess(380).onGpu("a", 1, 10));
        assertReason(cluster, RefusalReason.NodeCpuOverloaded);
    }

    @Test
    void sloViolated() {
        Clusters cluster = new Clusters()
                .node("n", gpu("g", 1000L))
                .add(app("a").rate(10).slo(Objective.MEAN, 9).onGpu("a", 10, 10));
        Refusal refusal = refusal(cluster);
        Candidate candidate = refusal.candidates().getFirst();
        assertThat(refusal.reason()).isEqualTo(RefusalReason.SLOViolated);
        // M/D/1 at 0.1: 10 + 0.01 x 100 / 1.8 = 10.6 ms.
        assertThat(candidate.predictedMs()).isCloseTo(10.56, within(0.1));
        assertThat(candidate.boundMs()).isEqualTo(9);
        assertThat(candidate.harmed()).isNull();
    }

    @Test
    void neighbourSloViolated() {
        Clusters cluster = new Clusters()
                .node("n", cpu("c"))
                .add(
                        app("tight").rate(20).slo(Objective.MEAN, 10.5).onCpu("a", 10),
                        app("heavy").rate(3).slo(Objective.MEAN, 5000).onCpu("b", 1000));
        Refusal refusal = refusal(cluster);
        assertThat(refusal.reason()).isEqualTo(RefusalReason.NeighbourSLOViolated);
        assertThat(refusal.candidates().getFirst().harmed()).isEqualTo(new AppRef("site", "tight"));
        assertThat(refusal.message()).contains("site/tight");
    }

    @Test
    void tooFewReplicas() {
        Refusal refusal = refusal(new Clusters()
                .node("n", gpu("g", 1000L))
                .add(app("a").replicas(2, 3).onGpu("a", 10, 10)));
        assertThat(refusal.reason()).isEqualTo(RefusalReason.TooFewReplicas);
    }

    @Test
    void quotaExceeded() {
        Policy defaults = Policy.defaults();
        Policy policy = new Policy(
                defaults.algorithm(),
                defaults.goal(),
                defaults.maxUtilization(),
                defaults.solveTime(),
                defaults.moveCost(),
                defaults.safetyMargin(),
                defaults.weights(),
                List.of(new Policy.Quota("site", 0.25, 0)));
        Clusters cluster = new Clusters()
                .policy(policy)
                .node("n", gpu("g", 1000L))
                .add(app("a").rate(20).onGpu("a", 10, 10), app("b").rate(10).onGpu("b", 10, 10));
        assertReason(cluster, RefusalReason.QuotaExceeded);
    }
}
