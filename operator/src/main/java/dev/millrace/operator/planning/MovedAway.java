package dev.millrace.operator.planning;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.Route;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Apps that have left a node lately. A client that holds a connection, or has not heard of the change yet, still comes there;
 * so the node keeps a route to where the app is now, for a while. Used by the planner's thread alone.
 */
final class MovedAway {
    /** How long a route outlives the move: longer than an EndpointSlice takes to reach every node, and idle connections last. */
    static final Duration LINGER = Duration.ofSeconds(60);

    private record Visit(String node, AppRef app) {
        static Visit of(Assignment assignment) {
            return new Visit(assignment.device().node(), assignment.app());
        }
    }

    private final Map<Visit, Instant> until = new HashMap<>();

    /** Takes over the routes that an earlier planner has left. */
    void resume(Collection<InferenceNode> nodes, Instant now) {
        for (InferenceNode node : nodes) {
            List<Route> routes = node.getSpec() == null || node.getSpec().routes() == null
                    ? List.of()
                    : node.getSpec().routes();
            for (Route route : routes) {
                until.put(
                        new Visit(
                                node.getMetadata().getName(),
                                new AppRef(route.app().namespace(), route.app().name())),
                        now.plus(LINGER));
            }
        }
    }

    /** Notes who has left which node between the two. */
    void note(Collection<Assignment> before, Collection<Assignment> after, Instant now) {
        Set<Visit> present = new HashSet<>();
        after.forEach(a -> present.add(Visit.of(a)));
        for (Assignment assignment : before) {
            Visit visit = Visit.of(assignment);
            if (!present.contains(visit)) {
                until.put(visit, now.plus(LINGER));
            }
        }
        until.keySet().removeAll(present);
        until.values().removeIf(end -> !end.isAfter(now));
    }

    /** The apps by node that still need a route there. */
    Map<String, Set<AppRef>> lingering(Instant now) {
        Map<String, Set<AppRef>> lingering = new HashMap<>();
        until.forEach((visit, end) -> {
            if (end.isAfter(now)) {
                lingering.computeIfAbsent(visit.node(), node -> new HashSet<>()).add(visit.app());
            }
        });
        return lingering;
    }

    /** When the next route ends; empty while there is none. */
    Optional<Instant> nextDue() {
        return until.values().stream().min(Instant::compareTo);
    }
}
