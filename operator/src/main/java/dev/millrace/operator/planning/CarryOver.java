package dev.millrace.operator.planning;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What runs, as a plan. A solver refuses what it could not confirm in its time; that is right for a newcomer, but must not
 * cost a running app the place it was confirmed on before. Then what runs is carried over, and newcomers wait for a longer
 * search.
 */
final class CarryOver {
    private CarryOver() {}

    /** Whether the plan takes the place of a running app for want of time alone. */
    static boolean needed(ClusterSnapshot snapshot, Plan plan) {
        Set<AppRef> running = new HashSet<>();
        valid(snapshot).forEach(a -> running.add(a.app()));
        return plan.refusals().stream()
                .anyMatch(refusal ->
                        refusal.reason() == RefusalReason.NotConfirmedInTime && running.contains(refusal.app()));
    }

    /**
     * What runs and still can: its app, its variant and its device are there and alive.
     *
     * @param plan the plan that is not adopted; its reasons are kept for apps that do not run
     */
    static Plan of(ClusterSnapshot snapshot, Plan plan) {
        List<Assignment> kept = valid(snapshot);
        Set<AppRef> placed = new HashSet<>();
        kept.forEach(a -> placed.add(a.app()));
        List<Refusal> refusals = new ArrayList<>();
        for (App app : snapshot.apps()) {
            if (!placed.contains(app.ref())) {
                refusals.add(plan.refusals().stream()
                        .filter(refusal -> refusal.app().equals(app.ref()))
                        .findFirst()
                        .orElseGet(() -> new Refusal(
                                app.ref(),
                                RefusalReason.NotConfirmedInTime,
                                "The time to plan ended before a place was confirmed.",
                                List.of())));
            }
        }
        return new Plan(plan.algorithm(), kept, snapshot.disciplines(), refusals);
    }

    /** Those of the app's assignments whose variant and device are there and alive. */
    static List<Assignment> standing(ClusterSnapshot snapshot, App app, List<Assignment> assignments) {
        Set<DeviceRef> alive = alive(snapshot);
        return assignments.stream()
                .filter(a -> alive.contains(a.device()) && hasVariant(app, a.variant()))
                .toList();
    }

    private static boolean hasVariant(App app, String name) {
        return app.variants().stream().anyMatch(variant -> variant.name().equals(name));
    }

    private static Set<DeviceRef> alive(ClusterSnapshot snapshot) {
        Set<DeviceRef> alive = new HashSet<>();
        for (Node node : snapshot.nodes()) {
            if (node.ready()) {
                node.devices().stream()
                        .filter(device -> device.healthy())
                        .forEach(device -> alive.add(new DeviceRef(node.name(), device.name())));
            }
        }
        return alive;
    }

    private static List<Assignment> valid(ClusterSnapshot snapshot) {
        return valid(snapshot, snapshot.running());
    }

    /** Those of the assignments with a share whose app, variant and device are there and alive. */
    static List<Assignment> valid(ClusterSnapshot snapshot, List<Assignment> running) {
        Map<AppRef, App> apps = snapshot.appsByRef();
        Set<DeviceRef> alive = alive(snapshot);
        return running.stream()
                .filter(a -> a.share() > 0 && alive.contains(a.device()))
                .filter(a -> apps.containsKey(a.app()) && hasVariant(apps.get(a.app()), a.variant()))
                .toList();
    }
}
