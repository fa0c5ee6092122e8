package dev.millrace.cli.demo;

import dev.millrace.cluster.PlanWriter;
import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.cluster.SnapshotResult;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the demo serves.
 *
 * @param snapshot the examples with the plan as their running assignments
 * @param prediction of the plan
 * @param nodes with the plan in their specs
 * @param emulated devices that only wait
 */
public record DemoPlan(
        ClusterSnapshot snapshot,
        Plan plan,
        PlanEvaluation prediction,
        List<InferenceNode> nodes,
        Set<DeviceRef> emulated) {

    private static final Duration LONGEST_SOLVE_TIME = Duration.ofSeconds(32);

    /**
     * Plans the manifests as {@code millrace plan} does, and predicts the plan. Where the time was too short to judge every
     * app, as on a slow or busy machine, plans again with twice the time.
     *
     * @param again hears the time of each further attempt
     * @throws IllegalStateException where an object fits into no snapshot, naming it
     */
    static DemoPlan of(Manifests manifests, Duration solveTime, long seed, Consumer<Duration> again) {
        SnapshotResult built = snapshot(manifests, manifests.nodes());
        if (!built.problems().isEmpty()) {
            throw new IllegalStateException(built.problems().getFirst().message());
        }
        Plan plan = solve(built.snapshot(), solveTime, seed);
        for (Duration time = solveTime.multipliedBy(2);
                isCutShort(plan) && time.compareTo(LONGEST_SOLVE_TIME) <= 0;
                time = time.multipliedBy(2)) {
            again.accept(time);
            plan = solve(built.snapshot(), time, seed);
        }
        List<InferenceNode> nodes = PlanWriter.nodes(plan, manifests.nodes());
        ClusterSnapshot planned = snapshot(manifests, nodes).snapshot();
        PlanEvaluation prediction = new PlanEvaluator(new QueueingPredictor(), Accuracy.ACCURATE)
                .evaluate(planned, plan.assignments(), plan.disciplines());
        return new DemoPlan(planned, plan, prediction, nodes, emulated(nodes));
    }

    private static Plan solve(ClusterSnapshot snapshot, Duration time, long seed) {
        SolveOptions options = new SolveOptions(time, seed, snapshot.policy().goal(), SolveOptions.Order.ARRIVAL);
        return PlacementSolvers.named(snapshot.policy().algorithm()).solve(snapshot, options, SolveProgress.NONE);
    }

    private static boolean isCutShort(Plan plan) {
        return plan.refusals().stream().anyMatch(refusal -> refusal.reason() == RefusalReason.NotConfirmedInTime);
    }

    /**
     * What a cluster serves, as its nodes' assignments say.
     *
     * @param refusals of the apps that have none
     * @throws IllegalStateException where an object fits into no snapshot, naming it
     */
    public static DemoPlan running(Manifests cluster, List<Refusal> refusals) {
        SnapshotResult built = snapshot(cluster, cluster.nodes());
        if (!built.problems().isEmpty()) {
            throw new IllegalStateException(built.problems().getFirst().message());
        }
        ClusterSnapshot snapshot = built.snapshot();
        Plan plan = new Plan(snapshot.policy().algorithm(), snapshot.running(), snapshot.disciplines(), refusals);
        PlanEvaluation prediction = new PlanEvaluator(new QueueingPredictor(), Accuracy.ACCURATE)
                .evaluate(snapshot, plan.assignments(), plan.disciplines());
        return new DemoPlan(snapshot, plan, prediction, cluster.nodes(), emulated(cluster.nodes()));
    }

    private static SnapshotResult snapshot(Manifests manifests, List<InferenceNode> nodes) {
        return SnapshotBuilder.build(
                manifests.apps(), manifests.models(), manifests.profiles(), nodes, manifests.policies());
    }

    private static Set<DeviceRef> emulated(List<InferenceNode> nodes) {
        Set<DeviceRef> emulated = new LinkedHashSet<>();
        for (InferenceNode node : nodes) {
            for (DeviceStatus device : node.getStatus().devices()) {
                if (Boolean.TRUE.equals(device.emulated())) {
                    emulated.add(new DeviceRef(node.getMetadata().getName(), device.name()));
                }
            }
        }
        return emulated;
    }
}
