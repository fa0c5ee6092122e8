package dev.millrace.operator.planning;

import dev.millrace.cluster.NodePlan;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.operator.Objects;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.model.AppRef;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Passes of the planner with agents that do what they are told, one step after the other and without an API server: nodes
 * with one EdgeTPU each, agents on which loads fail, and a clock that is set by hand.
 */
final class RehearsedCluster {
    private final Map<String, NodePlan> told = new TreeMap<>();
    private final Map<String, Long> epochs = new TreeMap<>();
    private final Set<String> tainted = new HashSet<>();
    private final Set<String> failing = new HashSet<>();
    private final Map<String, InferenceApp> apps = new TreeMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final PlacementPolicy policy;
    private final PlanSearch search = new PlanSearch(PlacementSolvers::named);
    private final PlanningPass planning;
    private Optional<Solution> found = Optional.empty();

    /** With a baseline that always takes the first node that fits, so that a test knows where an app goes. */
    RehearsedCluster(String... nodes) {
        this("memory-first-fit", List.of(nodes));
    }

    RehearsedCluster(String algorithm, List<String> nodes) {
        policy = Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: PlacementPolicy
                metadata: {name: default}
                spec: {algorithm: %s}
                """.formatted(algorithm), PlacementPolicy.class);
        planning = new PlanningPass(search, Duration.ofMillis(300), () -> now);
        for (String node : nodes) {
            told.put(node, new NodePlan(List.of(), Map.of(), List.of()));
            epochs.put(node, 0L);
        }
    }

    void app(String name, String spec) {
        apps.put(name, Objects.app(name, spec));
    }

    void app(String name) {
        apps.put(name, Objects.simpleApp(name));
    }

    /** No app tolerates the taint. */
    void taint(String node, boolean now) {
        change(tainted, node, now);
    }

    /** Whether loads fail on the node; what is loaded there stays. */
    void fails(String node, boolean now) {
        change(failing, node, now);
    }

    private static void change(Set<String> set, String node, boolean in) {
        if (in) {
            set.add(node);
        } else {
            set.remove(node);
        }
    }

    private final Map<String, Set<String>> loaded = new TreeMap<>();

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    PlanningPass planning() {
        return planning;
    }

    /** One pass, after which the agents follow. */
    PlanningState step() {
        List<InferenceNode> nodes = told.keySet().stream().map(this::node).toList();
        PlanningState state = planning.pass(
                new ClusterView(
                        List.copyOf(apps.values()),
                        List.of(Objects.model()),
                        List.of(Objects.profile()),
                        nodes,
                        List.of(policy),
                        Map.of()),
                found);
        // What goes on in the background otherwise.
        found = planning.wanted().map(job -> search.solve(job.snapshot(), job.limit()));
        state.nodes().forEach((name, target) -> {
            told.put(name, target.plan());
            epochs.put(name, target.epoch());
            follow(name);
        });
        return state;
    }

    /** Steps until nothing changes. */
    PlanningState settle() {
        PlanningState before = step();
        for (int i = 0; i < 50; i++) {
            PlanningState after = step();
            if (found.isEmpty()
                    && after.epoch() == before.epoch()
                    && after.inForce().equals(before.inForce())
                    && after.decisions().equals(before.decisions())) {
                return after;
            }
            before = after;
        }
        throw new AssertionError("does not settle: " + before);
    }

    private void follow(String node) {
        Set<String> wanted = new TreeSet<>();
        told.get(node).assignments().forEach(a -> wanted.add(a.app().name()));
        Set<String> have = loaded.computeIfAbsent(node, key -> new TreeSet<>());
        have.retainAll(wanted);
        if (!failing.contains(node)) {
            have.addAll(wanted);
        }
    }

    private InferenceNode node(String name) {
        List<String> reports = new ArrayList<>();
        told.get(name).assignments().forEach(a -> {
            boolean ready = loaded.getOrDefault(name, Set.of()).contains(a.app().name());
            reports.add("{namespace: site-a, name: %s, device: tpu-0, state: %s, message: broken}"
                    .formatted(a.app().name(), ready ? "Ready" : "Failed"));
        });
        String taints = tainted.contains(name) ? "[{key: gone, effect: NoSchedule}]" : "[]";
        return Objects.node(
                name,
                "{planEpoch: %d, taints: %s}".formatted(epochs.get(name), taints),
                "[" + String.join(", ", reports) + "]",
                epochs.get(name));
    }

    /** {@code node@share} of what the nodes are told to hold of the app. */
    List<String> told(String app) {
        return planning.state().inForce(new AppRef("site-a", app)).stream()
                .map(a -> a.device().node() + "@" + a.share())
                .toList();
    }

    /** The share of the app's traffic that goes to replicas that are loaded. */
    double served(String app) {
        return planning.state().inForce(new AppRef("site-a", app)).stream()
                .filter(a -> loaded.getOrDefault(a.device().node(), Set.of()).contains(app))
                .mapToDouble(a -> a.share())
                .sum();
    }

    AppDecision decision(String app) {
        return planning.state().decisions().get(new AppRef("site-a", app));
    }
}
