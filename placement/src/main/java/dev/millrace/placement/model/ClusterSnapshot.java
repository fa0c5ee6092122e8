package dev.millrace.placement.model;

import dev.millrace.queueing.model.Discipline;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All a plan is decided on, frozen.
 *
 * @param running the assignments in force now; they may name apps and devices that have gone
 * @param disciplines the serving disciplines in force now; a device without an entry serves first come first served
 */
public record ClusterSnapshot(
        List<App> apps,
        List<Node> nodes,
        Policy policy,
        List<Assignment> running,
        Map<DeviceRef, Discipline> disciplines) {
    public ClusterSnapshot {
        apps = List.copyOf(apps);
        nodes = List.copyOf(nodes);
        running = List.copyOf(running);
        disciplines = Collections.unmodifiableMap(new TreeMap<>(disciplines));
        Set<Object> seen = new HashSet<>();
        apps.forEach(app -> Require.that(seen.add(app.ref()), "apps", app.ref(), "must be unique"));
        nodes.forEach(node -> Require.that(seen.add(node.name()), "nodes", node.name(), "must be unique"));
    }

    /** The apps by reference, in no particular order. */
    public Map<AppRef, App> appsByRef() {
        Map<AppRef, App> byRef = HashMap.newHashMap(apps.size());
        apps.forEach(app -> byRef.put(app.ref(), app));
        return byRef;
    }

    /** The same cluster with another policy. */
    public ClusterSnapshot withPolicy(Policy other) {
        return new ClusterSnapshot(apps, nodes, other, running, disciplines);
    }

    /** The same cluster with other apps. */
    public ClusterSnapshot withApps(List<App> others) {
        return new ClusterSnapshot(others, nodes, policy, running, disciplines);
    }
}
