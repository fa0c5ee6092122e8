package dev.millrace.operator.planning;

import dev.millrace.cluster.NodePlan;
import dev.millrace.cluster.PlanWriter;
import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.cluster.SnapshotResult;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the planner: snapshot → plan → decisions → next step of the rollout → plan of each node. Used by one thread; it
 * remembers the last solution, so that a pass in which nothing changed costs no search.
 */
public final class PlanningPass {
    private static final Comparator<Assignment> ORDER =
            Comparator.comparing(Assignment::app).thenComparing(Assignment::device);

    private final PlanSearch search;
    private final Duration quick;
    private @Nullable Solution solution;
    private PlanningState state = PlanningState.INITIAL;

    /**
     * A planner without memory.
     *
     * @param quick wall-clock bound of the search that a change waits for; the policy's solve time is used afterwards, in
     *     the background
     */
    public PlanningPass(PlanSearch search, Duration quick) {
        this.search = search;
        this.quick = quick;
    }

    /** What was published last. */
    public PlanningState state() {
        return state;
    }

    /** Decides on {@code view}, searching quickly where it differs from the last one, and takes the next step. */
    public PlanningState pass(ClusterView view) {
        SnapshotResult built = build(view);
        if (solution == null || !solution.answers(built.snapshot())) {
            solution = search.solve(planned(built.snapshot()), quick);
        }
        return publish(view, built, solution);
    }

    /** Whether {@link #improve} could host more apps than the last pass did. */
    public boolean canImprove() {
        return solution != null && solution.canImprove();
    }

    /** Whether an app waits only because the time to plan ended, so that {@link #improve} is worth another try later. */
    public boolean unsettled() {
        return solution != null && solution.unsettled();
    }

    /**
     * Searches with the policy's whole time and adopts what it finds if that hosts more.
     *
     * @param abandon becomes true when something newer has to be decided
     * @return empty if it was abandoned
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public Optional<PlanningState> improve(ClusterView view, BooleanSupplier abandon) throws InterruptedException {
        SnapshotResult built = build(view);
        Optional<Solution> found = search.solveFully(planned(built.snapshot()), abandon);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Solution better = found.get();
        Solution before = Objects.requireNonNull(solution);
        solution = before.answers(built.snapshot()) ? before.improvedBy(better) : better;
        return Optional.of(publish(view, built, solution));
    }

    private static SnapshotResult build(ClusterView view) {
        return SnapshotBuilder.build(
                view.apps(), view.models(), view.profiles(), view.nodes(), view.policies(), view.kubernetesTaints());
    }

    /** What counts as running is the last plan, not a step on the way to it. */
    private ClusterSnapshot planned(ClusterSnapshot snapshot) {
        return solution == null
                ? snapshot
                : new ClusterSnapshot(
                        snapshot.apps(),
                        snapshot.nodes(),
                        snapshot.policy(),
                        solution.plan().assignments(),
                        solution.plan().disciplines());
    }

    private PlanningState publish(ClusterView view, SnapshotResult built, Solution solution) {
        Map<String, Long> told = new HashMap<>();
        view.nodes().forEach(node -> told.put(node.getMetadata().getName(), toldEpoch(node)));
        List<Assignment> inForce = Rollout.next(
                inForceNow(view, built.snapshot()),
                solution.plan().assignments(),
                told,
                AgentReports.of(view.nodes()),
                CopyMemory.of(solution.snapshot()));
        Map<String, NodePlan> plans =
                PlanWriter.nodePlans(inForce, solution.plan().disciplines(), view.nodes());
        long epoch = Math.max(
                state.epoch(),
                told.values().stream().mapToLong(Long::longValue).max().orElse(0));
        Map<String, NodeTarget> targets = new TreeMap<>();
        boolean changed = false;
        for (InferenceNode node : view.nodes()) {
            String name = node.getMetadata().getName();
            NodePlan plan = Objects.requireNonNull(plans.get(name));
            NodeTarget old = state.nodes().getOrDefault(name, asWritten(node));
            // A larger number than ours in the spec is another writer's: ours must go beyond it to be accepted.
            boolean keep = old.plan().equals(plan) && toldEpoch(node) <= old.epoch();
            changed |= !keep;
            targets.put(name, keep ? old : new NodeTarget(epoch + 1, plan));
        }
        state = new PlanningState(
                Decisions.of(view.apps(), built, solution), inForce, targets, changed ? epoch + 1 : epoch);
        return state;
    }

    /** What the nodes were told last; a node that is new to this planner was told what stands in its spec. */
    private List<Assignment> inForceNow(ClusterView view, ClusterSnapshot snapshot) {
        List<Assignment> now = new ArrayList<>();
        Map<String, NodeTarget> known = state.nodes();
        List<String> present =
                view.nodes().stream().map(node -> node.getMetadata().getName()).toList();
        state.inForce().stream()
                .filter(a -> present.contains(a.device().node()))
                .forEach(now::add);
        snapshot.running().stream()
                .filter(a -> !known.containsKey(a.device().node()))
                .forEach(now::add);
        now.sort(ORDER);
        return now;
    }

    private long toldEpoch(InferenceNode node) {
        Long written = node.getSpec() == null ? null : node.getSpec().planEpoch();
        NodeTarget target = state.nodes().get(node.getMetadata().getName());
        return Math.max(written == null ? 0 : written, target == null ? 0 : target.epoch());
    }

    private static NodeTarget asWritten(InferenceNode node) {
        InferenceNodeSpec spec = node.getSpec();
        if (spec == null) {
            return new NodeTarget(0, new NodePlan(List.of(), Map.of(), List.of()));
        }
        return new NodeTarget(
                Objects.requireNonNullElse(spec.planEpoch(), 0L),
                new NodePlan(
                        Objects.requireNonNullElse(spec.assignments(), List.of()),
                        Objects.requireNonNullElse(spec.disciplines(), Map.of()),
                        Objects.requireNonNullElse(spec.routes(), List.of())));
    }
}
