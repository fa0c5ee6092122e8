package dev.millrace.operator.planning;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Make-before-break, one step at a time. From what the nodes are told now and what was decided, {@link #next} computes what to
 * tell them next; it keeps no state, so that it goes on after a restart of the operator where it was.
 *
 * <ol>
 *   <li>preload: the new assignment is added with share 0, the old one keeps the traffic;
 *   <li>switch: once the agents report every new replica Ready, the shares change over; the old one stays at share 0;
 *   <li>unload: once the agents run the switched plan, the old one is removed.
 * </ol>
 *
 * An app that serves nowhere (new, or its node was lost) has nothing to protect and gets its assignments at once. A preload
 * that does not fit beside what is loaded waits for departures; if only waiting moves are left, the last of them is broken
 * before it is made, as nothing else could go on.
 */
public final class Rollout {
    /** By app, then device. */
    static final Comparator<Assignment> ORDER =
            Comparator.comparing(Assignment::app).thenComparing(Assignment::device);

    private final Map<AppRef, List<Assignment>> inForce;
    private final Map<AppRef, List<Assignment>> target;
    private final Map<String, Long> epochs;
    private final AgentReports reports;
    private final CopyMemory memory;

    private final List<Assignment> next = new ArrayList<>();
    private final Map<AppRef, List<Assignment>> blocked = new TreeMap<>();
    private boolean inFlight;

    private Rollout(
            List<Assignment> inForce,
            List<Assignment> target,
            Map<String, Long> epochs,
            AgentReports reports,
            CopyMemory memory) {
        this.inForce = byApp(inForce);
        this.target = byApp(target);
        this.epochs = epochs;
        this.reports = reports;
        this.memory = memory;
    }

    /**
     * The next step.
     *
     * @param inForce what the nodes are told now
     * @param target what was decided
     * @param epochs number of the plan that each node was told last
     * @return sorted by app, then device; equal to {@code target} when everything has arrived
     */
    public static List<Assignment> next(
            List<Assignment> inForce,
            List<Assignment> target,
            Map<String, Long> epochs,
            AgentReports reports,
            CopyMemory memory) {
        return new Rollout(inForce, target, epochs, reports, memory).step();
    }

    private List<Assignment> step() {
        Map<AppRef, List<Assignment>> moving = new TreeMap<>();
        List<AppRef> apps = new ArrayList<>(target.keySet());
        // Nearly in order already, which a sort of a list makes use of.
        apps.sort(null);
        for (AppRef app : apps) {
            List<Assignment> current = inForce.getOrDefault(app, List.of());
            List<Assignment> wanted = target.get(app);
            boolean stays = wanted.size() == 1 && current.equals(wanted);
            if (stays || current.stream().noneMatch(this::carriesTraffic)) {
                next.addAll(wanted);
            } else if (wanted.stream().allMatch(a -> loaded(a, current))) {
                next.addAll(switched(current, wanted));
            } else {
                moving.put(app, wanted);
                next.addAll(kept(current, wanted));
            }
        }
        moving.forEach((app, wanted) -> preload(inForce.get(app), wanted));
        if (!inFlight && !blocked.isEmpty()) {
            breakLast();
        }
        next.sort(ORDER);
        return List.copyOf(next);
    }

    private boolean carriesTraffic(Assignment current) {
        return current.share() > 0 && reports.serving(Replica.of(current));
    }

    private boolean loaded(Assignment wanted, List<Assignment> current) {
        return current.stream()
                .filter(a -> a.device().equals(wanted.device()))
                .anyMatch(a -> a.share() > 0
                        ? reports.serving(Replica.of(a))
                        : reports.loaded(Replica.of(a)) && upToDate(a.device()));
    }

    private boolean upToDate(DeviceRef device) {
        return reports.caughtUp(device.node(), epochs.getOrDefault(device.node(), 0L));
    }

    private List<Assignment> switched(List<Assignment> current, List<Assignment> wanted) {
        List<Assignment> leaving = leaving(current, wanted);
        boolean sharesSwitched =
                new HashSet<>(current).containsAll(wanted) && leaving.stream().allMatch(a -> a.share() == 0);
        boolean acknowledged = current.stream()
                .map(Assignment::device)
                .allMatch(device -> !reports.nodeReady(device.node()) || upToDate(device));
        if (leaving.isEmpty() || (sharesSwitched && acknowledged)) {
            return wanted;
        }
        inFlight = true;
        List<Assignment> result = new ArrayList<>(wanted);
        leaving.forEach(a -> result.add(withShare(a, 0)));
        return result;
    }

    /** What runs now, at its present share; an entry that stays on its device takes the new variant, batch and set at once. */
    private static List<Assignment> kept(List<Assignment> current, List<Assignment> wanted) {
        Map<DeviceRef, Assignment> wantedByDevice = new HashMap<>();
        wanted.forEach(a -> wantedByDevice.put(a.device(), a));
        return current.stream()
                .map(a -> withShare(wantedByDevice.getOrDefault(a.device(), a), a.share()))
                .toList();
    }

    private void preload(List<Assignment> current, List<Assignment> wanted) {
        Set<DeviceRef> present = devices(current);
        inFlight |= wanted.stream().anyMatch(a -> present.contains(a.device()) && !loaded(a, current));
        for (Assignment addition : leaving(wanted, current)) {
            if (memory.fits(next, addition)) {
                next.add(withShare(addition, 0));
                inFlight = true;
            } else {
                blocked.put(addition.app(), wanted);
            }
        }
    }

    private void breakLast() {
        AppRef victim = new ArrayList<>(blocked.keySet()).getLast();
        next.removeIf(a -> a.app().equals(victim));
        next.addAll(blocked.get(victim));
    }

    /** Those of {@code from} whose device is not in {@code to}. */
    private static List<Assignment> leaving(List<Assignment> from, List<Assignment> to) {
        Set<DeviceRef> staying = devices(to);
        return from.stream().filter(a -> !staying.contains(a.device())).toList();
    }

    private static Set<DeviceRef> devices(Collection<Assignment> assignments) {
        Set<DeviceRef> devices = new HashSet<>();
        assignments.forEach(a -> devices.add(a.device()));
        return devices;
    }

    private static Assignment withShare(Assignment a, double share) {
        return new Assignment(a.app(), a.device(), a.variant(), share, a.maxBatch(), a.coResidentSet());
    }

    private static Map<AppRef, List<Assignment>> byApp(List<Assignment> assignments) {
        Map<AppRef, List<Assignment>> byApp = new LinkedHashMap<>();
        assignments.forEach(
                a -> byApp.computeIfAbsent(a.app(), key -> new ArrayList<>()).add(a));
        return byApp;
    }
}
