package dev.millrace.cluster;

import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.NamespacedName;
import dev.millrace.crds.v1alpha1.Route;
import dev.millrace.crds.v1alpha1.RouteTarget;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where an agent sends requests that it does not serve itself. A node has a route for each app that is, or was, on it and
 * has traffic on another node; the targets include the node itself where it serves a share.
 */
final class Routing {
    /** By app, then node: the fraction of the app's requests that the node gets; nodes without traffic are absent. */
    private final Map<AppRef, TreeMap<String, Double>> shares = new HashMap<>();

    private final Map<String, AgentInfo> agents = new HashMap<>();
    private final Map<String, List<Assignment>> assignments;

    private final Map<String, Set<AppRef>> lingering;

    Routing(
            Map<String, List<Assignment>> assignments,
            Collection<InferenceNode> nodes,
            Map<String, Set<AppRef>> lingering) {
        this.lingering = lingering;
        this.assignments = assignments;
        assignments.values().stream().flatMap(List::stream).forEach(assignment -> {
            if (assignment.share() > 0) {
                shares.computeIfAbsent(assignment.app(), app -> new TreeMap<>())
                        .merge(assignment.device().node(), assignment.share(), Double::sum);
            }
        });
        for (InferenceNode node : nodes) {
            if (node.getStatus() != null && node.getStatus().agent() != null) {
                agents.put(node.getMetadata().getName(), node.getStatus().agent());
            }
        }
    }

    List<Route> routes(InferenceNode node) {
        String name = node.getMetadata().getName();
        return touching(node).stream()
                .filter(app -> shares.containsKey(app)
                        && shares.get(app).keySet().stream().anyMatch(target -> !target.equals(name)))
                .sorted()
                .flatMap(app -> route(app).stream())
                .toList();
    }

    /** Apps that clients may still expect on the node: assigned by the plan, by the spec in force, or known to its agent. */
    private Set<AppRef> touching(InferenceNode node) {
        Set<AppRef> apps =
                new HashSet<>(lingering.getOrDefault(node.getMetadata().getName(), Set.of()));
        assignments
                .getOrDefault(node.getMetadata().getName(), List.of())
                .forEach(assignment -> apps.add(assignment.app()));
        if (node.getSpec() != null && node.getSpec().assignments() != null) {
            node.getSpec()
                    .assignments()
                    .forEach(running -> apps.add(
                            new AppRef(running.app().namespace(), running.app().name())));
        }
        if (node.getStatus() != null && node.getStatus().apps() != null) {
            node.getStatus().apps().forEach(known -> apps.add(new AppRef(known.namespace(), known.name())));
        }
        return apps;
    }

    /** Empty where an agent's address is not known (yet): a route with a target missing would shift the shares. */
    private Optional<Route> route(AppRef app) {
        Map<String, Double> targets = shares.get(app);
        boolean known = targets.keySet().stream()
                .allMatch(target ->
                        agents.containsKey(target) && agents.get(target).address() != null);
        if (!known) {
            return Optional.empty();
        }
        return Optional.of(new Route(
                new NamespacedName(app.namespace(), app.name()),
                targets.entrySet().stream()
                        .map(target -> target(target.getKey(), target.getValue()))
                        .toList()));
    }

    private RouteTarget target(String node, double share) {
        AgentInfo agent = agents.get(node);
        // Sums of shares such as 0.1 + 0.2 may exceed the schema's bound of 1 by rounding.
        return new RouteTarget(node, agent.address(), agent.httpPort(), agent.grpcPort(), Math.min(1.0, share));
    }
}
