package dev.millrace.cli.plan;

import dev.millrace.cli.input.Situation;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What changes between the assignments in force and a plan. Apps that stay as they are do not appear. */
final class PlanDiff {
    private final ClusterSnapshot snapshot;
    private final Map<AppRef, List<Assignment>> before;
    private final Map<AppRef, List<Assignment>> after;
    private final Map<AppRef, Refusal> refusals = new TreeMap<>();
    private final MoveReasons reasons;

    PlanDiff(Situation situation, Planning planning) {
        this.snapshot = situation.snapshot();
        this.before = byApp(snapshot.running());
        this.after = byApp(planning.plan().assignments());
        planning.plan().refusals().forEach(refusal -> refusals.put(refusal.app(), refusal));
        this.reasons = new MoveReasons(snapshot, planning.plan());
    }

    /** One change an app, sorted by namespace and name. */
    List<Change> changes() {
        Set<AppRef> apps = new TreeSet<>(before.keySet());
        apps.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (AppRef app : apps) {
            List<Assignment> from = before.getOrDefault(app, List.of());
            List<Assignment> to = after.getOrDefault(app, List.of());
            if (!from.equals(to)) {
                changes.add(change(app, from, to));
            }
        }
        return changes;
    }

    private Change change(AppRef app, List<Assignment> from, List<Assignment> to) {
        if (from.isEmpty()) {
            return new Change(app, Change.Kind.Placed, from, to, "It runs nowhere yet.");
        }
        if (to.isEmpty()) {
            Refusal refusal = refusals.get(app);
            String why = refusal == null ? "There is no such app any more." : refusal.message();
            return new Change(app, Change.Kind.Stopped, from, to, why);
        }
        Set<DeviceRef> left = devices(from);
        left.removeAll(devices(to));
        if (left.isEmpty() && devices(from).equals(devices(to))) {
            return new Change(app, Change.Kind.Reshaped, from, to, reshaped(from, to));
        }
        String why = left.isEmpty() ? "It needs more than the devices it has." : reasons.of(app, left);
        return new Change(app, Change.Kind.Moved, from, to, why);
    }

    private static String reshaped(List<Assignment> from, List<Assignment> to) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            Assignment old = from.get(i);
            Assignment now = to.get(i);
            if (!old.variant().equals(now.variant())) {
                changed.add("variant " + old.variant() + " to " + now.variant());
            }
            if (old.share() != now.share()) {
                changed.add("share " + old.share() + " to " + now.share());
            }
            if (old.maxBatch() != now.maxBatch()) {
                changed.add("maxBatch " + old.maxBatch() + " to " + now.maxBatch());
            }
            if (!String.valueOf(old.coResidentSet()).equals(String.valueOf(now.coResidentSet()))) {
                changed.add("co-resident set " + old.coResidentSet() + " to " + now.coResidentSet());
            }
        }
        return "It stays, with " + String.join(", ", changed) + ".";
    }

    private static Set<DeviceRef> devices(Collection<Assignment> assignments) {
        return assignments.stream().map(Assignment::device).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<AppRef, List<Assignment>> byApp(Collection<Assignment> assignments) {
        Map<AppRef, List<Assignment>> byApp = new TreeMap<>();
        assignments.stream()
                .sorted(Comparator.comparing(Assignment::device))
                .forEach(assignment -> byApp.computeIfAbsent(assignment.app(), app -> new ArrayList<>())
                        .add(assignment));
        return byApp;
    }
}
