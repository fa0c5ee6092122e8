package dev.millrace.placement.solver;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.gpu;
import static dev.millrace.placement.testing.Clusters.tpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Taint;
import dev.millrace.placement.model.Toleration;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.PlanAudit;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each constraint from both sides: what just keeps it is hosted, what just breaks it is not. */
class ConstraintsTest {
    private static final double LOOSE_MS = 1e5;

    private static Plan plan(Clusters cluster, Goal goal) {
        ClusterSnapshot snapshot = cluster.snapshot();
        SolveOptions options = new SolveOptions(Duration.ofMinutes(1), 1, goal, SolveOptions.Order.ARRIVAL);
        Plan plan = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), 60)
                .solve(snapshot, options, SolveProgress.NONE);
        PlanAudit.check(snapshot, plan);
        return plan;
    }

    private static Set<String> hosted(Clusters cluster) {
        return PlanAudit.hosted(plan(cluster, Goal.IN_ORDER));
    }

    private static Clusters.AppBuilder calm(String name, double memoryMib) {
        return app(name).rate(5).slo(Objective.MEAN, LOOSE_MS).onGpu(name, 10, memoryMib);
    }

    private static Policy policy(double moveCost, Policy.Quota... quotas) {
        Policy defaults = Policy.defaults();
        return new Policy(
                defaults.algorithm(),
                defaults.goal(),
                defaults.maxUtilization(),
                defaults.solveTime(),
                moveCost,
                defaults.safetyMargin(),
                defaults.weights(),
                List.of(quotas));
    }

    @Test
    void deviceMemory() {
        assertThat(hosted(new Clusters().node("n", gpu("g", 500L)).add(calm("a", 250), calm("b", 250))))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(hosted(new Clusters().node("n", gpu("g", 500L)).add(calm("a", 250), calm("b", 251))))
                .containsExactly("a");
    }

    @Test
    void hostMemory() {
        assertThat(hosted(
                        new Clusters().node("n", gpu("g", null), gpu("h", null)).add(calm("a", 2048), calm("b", 2048))))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(hosted(
                        new Clusters().node("n", gpu("g", null), gpu("h", null)).add(calm("a", 2048), calm("b", 2049))))
                .containsExactly("a");
    }

    @Test
    void tenancySharesACopyOrNot() {
        Clusters shared = new Clusters()
                .node("n", gpu("g", 500L))
                .add(app("a").rate(5).onGpu("m", 10, 400), app("b").rate(5).onGpu("m", 10, 400));
        Clusters dedicated = new Clusters()
                .node("n", gpu("g", 500L))
                .add(
                        app("a").rate(5).onGpu("m", 10, 400),
                        app("b").rate(5).dedicated().onGpu("m", 10, 400));

        assertThat(hosted(shared)).containsExactlyInAnyOrder("a", "b");
        assertThat(hosted(dedicated)).containsExactly("a");
    }

    @Test
    void onChipMemoryBoundsCoResidentSets() {
        assertThat(sets(3.4)).doesNotContainNull().hasSize(1);
        assertThat(sets(3.5)).containsOnlyNulls();
    }

    /** The sets of two copies of that size on 6.9 MiB. */
    private static Set<String> sets(double onChipMib) {
        Clusters cluster = new Clusters()
                .node("n", tpu("t"))
                .add(
                        app("a").rate(5).onTpu("a", 10, 10, onChipMib),
                        app("b").rate(5).onTpu("b", 10, 10, onChipMib));
        Plan plan = plan(cluster, Goal.IN_ORDER);
        assertThat(plan.refusals()).isEmpty();
        Set<String> sets = new java.util.HashSet<>();
        plan.assignments().forEach(assignment -> sets.add(assignment.coResidentSet()));
        return sets;
    }

    @ParameterizedTest
    @EnumSource(Objective.class)
    void objective(Objective objective) {
        ClusterSnapshot loose = alone(objective, LOOSE_MS).snapshot();
        var response = new PlanEvaluator(new QueueingPredictor(), Accuracy.ACCURATE)
                .evaluate(
                        loose,
                        List.of(new Assignment(
                                new AppRef("site", "a"), new DeviceRef("n", "t"), Clusters.TPU, 1, 1, null)),
                        Map.of())
                .apps()
                .getFirst()
                .response();
        double value = objective.of(Objects.requireNonNull(response));

        assertThat(hosted(alone(objective, value * 1.01))).containsExactly("a");
        assertThat(hosted(alone(objective, value * 0.99))).isEmpty();
    }

    private static Clusters alone(Objective objective, double boundMs) {
        return new Clusters()
                .node("n", tpu("t"))
                .add(app("a").rate(30).slo(objective, boundMs).onTpu("m", 20, 10, 2));
    }

    @Test
    void preprocessStation() {
        // 4 cores at 10 requests a second: 352 ms load each by 0.88, 368 ms by 0.92.
        assertThat(hosted(preprocessing(352))).containsExactly("a");
        assertThat(hosted(preprocessing(368))).isEmpty();
    }

    private static Clusters preprocessing(double ms) {
        return new Clusters()
                .node("n", gpu("g", 1000L))
                .add(app("a").slo(Objective.MEAN, LOOSE_MS).preprocess(ms).onGpu("m", 1, 10));
    }

    @Test
    void maxUtilization() {
        assertThat(hosted(loading(89))).containsExactly("a");
        assertThat(hosted(loading(91))).isEmpty();
    }

    private static Clusters loading(double percent) {
        return new Clusters()
                .node("n", gpu("g", 1000L))
                .add(app("a").rate(percent).slo(Objective.MEAN, LOOSE_MS).onGpu("m", 10, 10));
    }

    @Test
    void nodeSelector() {
        Clusters cluster = new Clusters()
                .node("a", Map.of("site", "a"), List.of(), true, gpu("g", 1000L))
                .node("b", Map.of("site", "b"), List.of(), true, gpu("g", 1000L))
                .add(
                        app("at-b").rate(1).onGpu("m", 10, 10).selector(Map.of("site", "b")),
                        app("at-c").rate(1).onGpu("m", 10, 10).selector(Map.of("site", "c")));

        Plan plan = plan(cluster, Goal.IN_ORDER);

        assertThat(plan.assignments())
                .singleElement()
                .satisfies(one -> assertThat(one.device().node()).isEqualTo("b"));
    }

    @Test
    void taints() {
        Taint taint = new Taint("dedicated", "cameras", "NoSchedule");
        Clusters cluster = new Clusters()
                .node("a", Map.of(), List.of(taint), true, gpu("g", 1000L))
                .add(
                        app("stranger").rate(1).onGpu("m", 10, 10),
                        app("camera")
                                .rate(1)
                                .onGpu("m", 10, 10)
                                .tolerate(new Toleration("dedicated", "Equal", "cameras", "NoSchedule")));

        assertThat(hosted(cluster)).containsExactly("camera");
    }

    @Test
    void replicas() {
        Plan two = plan(
                new Clusters()
                        .node("a", gpu("g", 1000L), gpu("h", 1000L))
                        .add(app("a").rate(120).replicas(2, 2).onGpu("m", 10, 10)),
                Goal.IN_ORDER);
        assertThat(two.assignments()).hasSize(2).allMatch(one -> one.share() == 0.5);
        assertThat(hosted(new Clusters()
                        .node("a", gpu("g", 1000L))
                        .add(app("a").rate(20).replicas(2, 2).onGpu("m", 10, 10))))
                .isEmpty();
        // 1.2 devices' load needs two replicas, and may not have them.
        assertThat(hosted(new Clusters()
                        .node("a", gpu("g", 1000L), gpu("h", 1000L))
                        .add(app("a").rate(120).replicas(1, 1).onGpu("m", 10, 10))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Goal.class)
    void priority(Goal goal) {
        Clusters cluster = new Clusters()
                .node("n", gpu("g", 1000L))
                .add(
                        app("small").rate(30).slo(Objective.MEAN, LOOSE_MS).onGpu("a", 10, 10),
                        app("other").rate(30).slo(Objective.MEAN, LOOSE_MS).onGpu("b", 10, 10),
                        app("large")
                                .rate(80)
                                .slo(Objective.MEAN, LOOSE_MS)
                                .priority(1)
                                .onGpu("c", 10, 10));

        assertThat(PlanAudit.hosted(plan(cluster, goal))).containsExactly("large");
    }

    @Test
    void quotaBoundsLoadAndPriority() {
        Policy.Quota quota = new Policy.Quota("guest", 0.25, 0);
        Clusters cluster = new Clusters()
                .policy(policy(0.05, quota))
                .node("n", gpu("g", 1000L))
                .add(
                        app("first").rate(65).slo(Objective.MEAN, LOOSE_MS).onGpu("a", 10, 10),
                        app("within")
                                .namespace("guest")
                                .rate(24)
                                .slo(Objective.MEAN, LOOSE_MS)
                                .priority(9)
                                .onGpu("b", 10, 10),
                        app("beyond").namespace("guest").rate(2).onGpu("c", 10, 10));
        assertThat(hosted(cluster)).containsExactlyInAnyOrder("first", "within");

        Clusters greedy = new Clusters()
                .policy(policy(0.05, new Policy.Quota("guest", 1, 0)))
                .node("n", gpu("g", 1000L))
                .add(
                        app("first").rate(65).slo(Objective.MEAN, LOOSE_MS).onGpu("a", 10, 10),
                        app("greedy")
                                .namespace("guest")
                                .rate(50)
                                .slo(Objective.MEAN, LOOSE_MS)
                                .priority(9)
                                .onGpu("b", 10, 10));
        assertThat(hosted(greedy)).containsExactly("first");
    }

    @Test
    void moveCost() {
        assertThat(plan(crowded(0.05), Goal.MAX_APPS).assignments())
                .extracting(one -> one.app().name() + "@" + one.device().node())
                .containsExactly("large@b", "small@a");
        assertThat(plan(crowded(2), Goal.MAX_APPS).assignments())
                .extracting(one -> one.app().name() + "@" + one.device().node())
                .containsExactly("small@b");
    }

    /** The large app fits only where the small one runs, which could go to the other device. */
    private static Clusters crowded(double moveCost) {
        return new Clusters()
                .policy(policy(moveCost))
                .node("a", gpu("g", 500L))
                .node("b", gpu("g", 1000L))
                .add(calm("small", 400), calm("large", 700))
                .running("small", "b", "g", Clusters.GPU);
    }
}
