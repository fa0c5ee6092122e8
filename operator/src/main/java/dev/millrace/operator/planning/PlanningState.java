package dev.millrace.operator.planning;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the planner has published: the decision about every app and what every node is told now. Immutable; each pass of the
 * planner makes the next one from it.
 *
 * @param decisions by app
 * @param inForce what the nodes are told now, over all nodes; during a move both places of the app
 * @param nodes by node name
 * @param epoch number of the newest plan any node was told
 */
public record PlanningState(
        Map<AppRef, AppDecision> decisions, List<Assignment> inForce, Map<String, NodeTarget> nodes, long epoch) {
    /** Before the first pass. */
    public static final PlanningState INITIAL = new PlanningState(Map.of(), List.of(), Map.of(), 0);

    public PlanningState {
        decisions = Map.copyOf(decisions);
        inForce = List.copyOf(inForce);
        nodes = Map.copyOf(nodes);
    }

    /** The decision about the object with that uid; empty if it has not been looked at yet. */
    public Optional<AppDecision> decision(AppRef app, String uid) {
        return Optional.ofNullable(decisions.get(app))
                .filter(decision -> decision.uid().equals(uid));
    }

    /** The replicas of the app that nodes are told to hold now, preloads and drains included. */
    public List<Assignment> inForce(AppRef app) {
        return inForce.stream().filter(a -> a.app().equals(app)).toList();
    }
}
