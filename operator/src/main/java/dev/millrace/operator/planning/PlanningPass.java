package dev.millrace.operator.planning;

import dev.millrace.cluster.MappedApps;
import dev.millrace.cluster.NodePlan;
import dev.millrace.cluster.PlanWriter;
import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.cluster.SnapshotResult;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.solver.MillraceSolver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final InstantSource clock;
    private final FailedLoads failures = new FailedLoads();
    private final MovedAway moved = new MovedAway();
    private final PlanRepair repair;
    private final PlanFigures figures;
    private final MappedApps mappedApps = new MappedApps();
    private final Summaries summaries = new Summaries();
    private @Nullable Solution solution;
    private boolean unfinished;
    private boolean searchedQuickly;
    private PlanningState state = PlanningState.INITIAL;

    /**
     * A planner without memory.
     *
     * @param quick wall-clock bound of the first search after a change; the policy's solve time is used if that hosts not all
     */
    public PlanningPass(PlanSearch search, Duration quick) {
        this(search, quick, InstantSource.system());
    }

    PlanningPass(PlanSearch search, Duration quick, InstantSource clock) {
        this.search = search;
        this.quick = quick;
        this.clock = clock;
        this.repair = new PlanRepair(search.predictor());
        this.figures = new PlanFigures(search.predictor());
    }

    /** What was published last. */
    public PlanningState state() {
        return state;
    }

    /** Decides on {@code view} where it differs from the last one, and takes the next step. */
    public PlanningState pass(ClusterView view) {
        return pass(view, Optional.empty());
    }

    /**
     * As above, adopting what a search has found if it is better.
     *
     * @param found the answer to an earlier {@link #wanted}
     */
    PlanningState pass(ClusterView view, Optional<Solution> found) {
        SnapshotResult built = build(view);
        AgentReports reports = AgentReports.of(view.nodes());
        failures.observe(built.snapshot(), state.inForce(), reports, told(view), clock.instant());
        ClusterSnapshot now = failures.without(built.snapshot());
        if (solution == null) {
            moved.resume(view.nodes(), clock.instant());
        }
        if (solution == null || unfinished || !solution.answers(now)) {
            solution = decide(now);
        }
        if (found.isPresent()) {
            solution = adopt(found.get(), solution);
        }
        solution = rolledBack(solution, built.snapshot(), reports);
        return publish(view, built, solution, reports);
    }

    private Solution rolledBack(Solution present, ClusterSnapshot snapshot, AgentReports reports) {
        if (failures.none()) {
            return present;
        }
        Solution kept = new RollBack(
                        snapshot,
                        failures,
                        state.inForce(),
                        serving(reports),
                        (assignments, plan) -> search.evaluate(snapshot, assignments, plan))
                .of(present);
        if (kept != present) {
            repair.restart(kept.snapshot(), kept.plan());
            figures.settled();
        }
        return kept;
    }

    /** The replicas that get traffic now and answer it. */
    private List<Assignment> serving(AgentReports reports) {
        return state.inForce().stream()
                .filter(a -> a.share() > 0 && reports.serving(Replica.of(a)))
                .toList();
    }

    /** When a pass is due although nothing happens: a load that failed is tried again, or a route ends. */
    public Optional<Instant> nextDue() {
        return Stream.of(failures.nextDue(), moved.nextDue())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** Whether the last pass ran out of time before every app was looked at; the next one goes on. */
    public boolean unfinished() {
        return unfinished;
    }

    /** Whether an app waits only because the time to plan ended, so that {@link #searchAgain} is worth a try later. */
    public boolean unsettled() {
        return solution != null && solution.unsettled();
    }

    /** The search that may host more than the last pass did; empty if none would. */
    Optional<SearchJob> wanted() {
        return solution == null || unfinished || !solution.canImprove()
                ? Optional.empty()
                : Optional.of(job(solution, searchedQuickly));
    }

    /** The longest search, wanted or not; empty before the first pass. */
    Optional<SearchJob> searchAgain() {
        return Optional.ofNullable(solution).map(present -> job(present, true));
    }

    private SearchJob job(Solution present, boolean whole) {
        ClusterSnapshot snapshot = planned(present.snapshot());
        return new SearchJob(snapshot, whole ? snapshot.policy().solveTime() : quick);
    }

    /** Whether some predictions are the fast predictor's. */
    public boolean rough() {
        return figures.rough();
    }

    /**
     * Works out accurately what the apps of some nodes get, and publishes that.
     *
     * @param stop asked between nodes
     */
    PlanningState refine(ClusterView view, BooleanSupplier stop) {
        Solution present = Objects.requireNonNull(solution);
        SnapshotResult built = build(view);
        if (!present.answers(built.snapshot())) {
            return state; // something newer is to be decided first
        }
        PlanEvaluation evaluation = present.evaluation();
        while (figures.rough() && !stop.getAsBoolean()) {
            evaluation = figures.refine(evaluation, present.snapshot(), present.plan());
        }
        solution = new Solution(present.snapshot(), present.plan(), evaluation, present.carried(), present.full());
        return publish(view, built, solution, AgentReports.of(view.nodes()));
    }

    private Solution decide(ClusterSnapshot now) {
        Solution before = solution;
        searchedQuickly = false;
        if (!MillraceSolver.NAME.equals(now.policy().algorithm())) {
            unfinished = false;
            Solution searched = search.solve(planned(now), quick);
            searchedQuickly = true;
            repair.restart(searched.snapshot(), searched.plan());
            figures.settled();
            return searched;
        }
        PlanRepair.Repaired repaired = repair.repair(planned(now), before == null ? Map.of() : before.refusals());
        unfinished = repaired.unfinished();
        return repaired(now, repaired, before);
    }

    private Solution repaired(ClusterSnapshot now, PlanRepair.Repaired repaired, @Nullable Solution before) {
        Set<String> touched = repaired.touched();
        if (before == null) {
            touched = now.nodes().stream().map(Node::name).collect(Collectors.toSet());
        }
        PlanEvaluation evaluation = before == null ? new PlanEvaluation(List.of(), List.of()) : before.evaluation();
        return new Solution(
                now,
                repaired.plan(),
                figures.update(evaluation, now, repaired.plan(), touched),
                repaired.carried(),
                repaired.settled() && (before == null || before.full()));
    }

    /** The better of a search's result, brought up to date, and the present solution. */
    private Solution adopt(Solution found, Solution present) {
        ClusterSnapshot now = present.snapshot();
        if (!found.sameGround(now)) {
            return present;
        }
        searchedQuickly = true;
        boolean same = found.answers(now);
        Solution candidate = found;
        repair.restart(found.snapshot(), found.plan());
        if (!same) {
            PlanRepair.Repaired repaired = repair.repair(now, found.refusals());
            unfinished = repaired.unfinished();
            candidate = repaired(now, repaired, found);
        }
        Solution better = present.improvedBy(candidate);
        if (better != candidate) {
            unfinished = false;
            repair.restart(now, better.plan());
        } else if (same) {
            figures.settled();
        }
        return better;
    }

    private SnapshotResult build(ClusterView view) {
        SnapshotResult built = SnapshotBuilder.build(
                view.apps(),
                view.models(),
                view.profiles(),
                view.nodes(),
                view.policies(),
                view.kubernetesTaints(),
                mappedApps);
        return view.traffic().isEmpty() ? built : new SnapshotResult(asObserved(built, view), built.problems());
    }

    private static ClusterSnapshot asObserved(SnapshotResult built, ClusterView view) {
        return built.snapshot()
                .withApps(built.snapshot().apps().stream()
                        .map(app -> app.withArrivals(view.traffic().getOrDefault(app.ref(), app.arrivals())))
                        .toList());
    }

    private Map<String, Long> told(ClusterView view) {
        Map<String, Long> told = new HashMap<>();
        view.nodes().forEach(node -> told.put(node.getMetadata().getName(), toldEpoch(node)));
        return told;
    }

    /** Says that a load failed where that is why the app is where it is: no new place was found for it. */
    private AppDecision explained(AppDecision decision) {
        Optional<String> failed = failures.message(decision.app());
        boolean elsewhere = decision.assignments().stream().anyMatch(a -> !failures.stayed(Replica.of(a)));
        return failed.isEmpty() || (decision.placed() && elsewhere) ? decision : decision.afterFailedLoad(failed.get());
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

    private PlanningState publish(ClusterView view, SnapshotResult built, Solution solution, AgentReports reports) {
        Map<String, Long> told = told(view);
        List<Assignment> before = inForceNow(view, built.snapshot());
        List<Assignment> inForce = Rollout.next(
                before,
                failures.target(solution.plan().assignments(), () -> serving(reports)),
                told,
                reports,
                CopyMemory.of(built.snapshot()));
        moved.note(before, inForce, clock.instant());
        Map<String, NodePlan> plans = PlanWriter.nodePlans(
                inForce, solution.plan().disciplines(), view.nodes(), moved.lingering(clock.instant()));
        long epoch = Math.max(
                state.epoch(),
                told.values().stream().mapToLong(Long::longValue).max().orElse(0));
        Map<String, NodeTarget> targets = new TreeMap<>();
        // A planner that begins raises the epoch everywhere: from then on what an earlier one still has in hand is
        // refused.
        boolean first = state == PlanningState.INITIAL;
        boolean changed = false;
        for (InferenceNode node : view.nodes()) {
            String name = node.getMetadata().getName();
            NodePlan plan = Objects.requireNonNull(plans.get(name));
            NodeTarget old = state.nodes().getOrDefault(name, asWritten(node));
            // A larger number than ours in the spec is another writer's: ours must go beyond it to be accepted.
            boolean keep = !first && old.plan().equals(plan) && toldEpoch(node) <= old.epoch();
            changed |= !keep;
            targets.put(name, keep ? old : new NodeTarget(epoch + 1, plan));
        }
        summaries.keepOnly(solution.snapshot());
        Map<AppRef, AppDecision> decisions = Decisions.of(view.apps(), built, solution, summaries, figures::rough);
        // A decision that stands stays the same object, by which others see that it does.
        decisions.replaceAll((app, decision) -> {
            AppDecision now = failures.none() ? decision : explained(decision);
            AppDecision earlier = state.decisions().get(app);
            return now.equals(earlier) ? earlier : now;
        });
        state = new PlanningState(decisions, inForce, targets, changed ? epoch + 1 : epoch);
        return state;
    }

    /** What the nodes were told last; a node that is new to this planner was told what stands in its spec. */
    private List<Assignment> inForceNow(ClusterView view, ClusterSnapshot snapshot) {
        List<Assignment> now = new ArrayList<>();
        Map<String, NodeTarget> known = state.nodes();
        Set<String> present = new HashSet<>();
        view.nodes().forEach(node -> present.add(node.getMetadata().getName()));
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
