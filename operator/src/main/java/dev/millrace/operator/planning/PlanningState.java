package dev.millrace.operator.planning;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the planner has published: the decision about every app and what every node is told now. Immutable; each pass of the
 * planner makes the next one from it.
 */
public final class PlanningState {
    /** Before the first pass. */
    public static final PlanningState INITIAL = new PlanningState(Map.of(), List.of(), Map.of(), 0);

    private final Map<AppRef, AppDecision> decisions;
    private final List<Assignment> inForce;
    private final Map<AppRef, List<Assignment>> inForceByApp = new HashMap<>();
    private final Map<String, NodeTarget> nodes;
    private final long epoch;

    /**
     * A state.
     *
     * @param decisions by app
     * @param inForce what the nodes are told now, over all nodes; during a move both places of the app
     * @param nodes by node name
     * @param epoch number of the newest plan any node was told
     */
    public PlanningState(
            Map<AppRef, AppDecision> decisions, List<Assignment> inForce, Map<String, NodeTarget> nodes, long epoch) {
        this.decisions = Map.copyOf(decisions);
        this.inForce = List.copyOf(inForce);
        this.nodes = Map.copyOf(nodes);
        this.epoch = epoch;
        inForce.forEach(a ->
                inForceByApp.computeIfAbsent(a.app(), app -> new ArrayList<>(1)).add(a));
    }

    /** The decisions by app. */
    public Map<AppRef, AppDecision> decisions() {
        return decisions;
    }

    /** What the nodes are told now, over all nodes; during a move both places of the app. */
    public List<Assignment> inForce() {
        return inForce;
    }

    /** What each node is told, by its name. */
    public Map<String, NodeTarget> nodes() {
        return nodes;
    }

    /** Number of the newest plan any node was told. */
    public long epoch() {
        return epoch;
    }

    /** The decision about the object with that uid; empty if it has not been looked at yet. */
    public Optional<AppDecision> decision(AppRef app, String uid) {
        return Optional.ofNullable(decisions.get(app))
                .filter(decision -> decision.uid().equals(uid));
    }

    /**
     * The apps to be looked at again after {@code before}: whose decision or replicas are others, and those that nodes hold
     * without a decision.
     */
    public Set<AppRef> changedSince(PlanningState before) {
        Set<AppRef> changed = new HashSet<>();
        decisions.forEach((app, decision) -> {
            AppDecision then = before.decisions.get(app);
            if (then != decision && !decision.equals(then)) {
                changed.add(app);
            }
        });
        inForceByApp.forEach((app, now) -> {
            if (!decisions.containsKey(app) || !now.equals(before.inForceByApp.get(app))) {
                changed.add(app);
            }
        });
        before.inForceByApp.keySet().stream()
                .filter(app -> !decisions.containsKey(app) || !inForceByApp.containsKey(app))
                .forEach(changed::add);
        return changed;
    }

    /** The replicas of the app that nodes are told to hold now, preloads and drains included. */
    public List<Assignment> inForce(AppRef app) {
        return List.copyOf(inForceByApp.getOrDefault(app, List.of()));
    }
}
