package dev.millrace.operator.planning;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which running apps must be judged anew because they, their profiles or their devices are not what they were. All others
 * keep their places unasked.
 */
final class Suspects {
    private Suspects() {}

    /** Apps that differ between the two snapshots, or run on a node whose devices do. */
    static Set<AppRef> between(ClusterSnapshot before, ClusterSnapshot now, List<Assignment> running) {
        Set<AppRef> suspects = new HashSet<>();
        Map<AppRef, App> known = before.appsByRef();
        for (App app : now.apps()) {
            App old = known.get(app.ref());
            if (old != null && !old.equals(app) && !Exclusions.sameBut(old, app)) {
                suspects.add(app.ref());
            }
        }
        if (!before.nodes().equals(now.nodes())) {
            Set<String> changed = changedNodes(before, now);
            running.stream().filter(a -> changed.contains(a.device().node())).forEach(a -> suspects.add(a.app()));
        }
        return suspects;
    }

    private static Set<String> changedNodes(ClusterSnapshot before, ClusterSnapshot now) {
        Map<String, Node> known = new HashMap<>();
        before.nodes().forEach(node -> known.put(node.name(), node));
        Set<String> changed = new HashSet<>();
        for (Node node : now.nodes()) {
            Node old = known.get(node.name());
            // Where nothing was known of a node, what it is told to run was decided by an earlier operator.
            if (old != null && !old.devices().isEmpty() && !sameHardware(old, node)) {
                changed.add(node.name());
            }
        }
        return changed;
    }

    private static boolean sameHardware(Node one, Node other) {
        return one.cores() == other.cores()
                && one.memoryBytes() == other.memoryBytes()
                && one.devices().equals(other.devices());
    }
}
