package dev.millrace.cli.explain;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Policy;
import dev.millrace.queueing.Accuracy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The least priority with which an app would take the place of others on one device, and who they are. */
final class PriorityRemedy {
    private static final int MOST_DISPLACED = 6;

    private final ClusterSnapshot snapshot;
    private final Map<AppRef, App> apps;
    private final App app;

    PriorityRemedy(ClusterSnapshot snapshot, App app) {
        this.snapshot = snapshot;
        this.apps = snapshot.appsByRef();
        this.app = app;
    }

    /** The best of the nodes; empty where no priority helps, or the namespace's quota does not allow it. */
    Optional<Remedy> find(List<NodeTrial> trials, BooleanSupplier late) {
        List<Remedy> found = new ArrayList<>();
        for (NodeTrial trial : trials) {
            List<DeviceRef> devices = trial.hosting().assignments().stream()
                    .map(Assignment::device)
                    .distinct()
                    .sorted()
                    .toList();
            for (DeviceRef device : devices) {
                if (!late.getAsBoolean()) {
                    onDevice(trial, device).ifPresent(found::add);
                }
            }
        }
        return found.stream()
                .min(Comparator.comparingDouble(Remedy::value)
                        .thenComparing(remedy -> remedy.displaced().size()));
    }

    private Optional<Remedy> onDevice(NodeTrial trial, DeviceRef device) {
        // Those that rank lowest go first, and of those the newest.
        List<App> tenants = trial.hosting().assignments().stream()
                .filter(assignment -> assignment.device().equals(device) && apps.containsKey(assignment.app()))
                .map(assignment -> Objects.requireNonNull(apps.get(assignment.app())))
                .distinct()
                .sorted(App.ARRIVAL_ORDER.reversed())
                .limit(MOST_DISPLACED)
                .toList();
        List<AppRef> gone = new ArrayList<>();
        for (App tenant : tenants) {
            gone.add(tenant.ref());
            if (fits(trial, device, gone, Accuracy.FAST) && fits(trial, device, gone, Accuracy.ACCURATE)) {
                return remedy(device, needed(trial, device, gone));
            }
        }
        return Optional.empty();
    }

    /** Of those taken away, who can stay after all. */
    private List<AppRef> needed(NodeTrial trial, DeviceRef device, List<AppRef> gone) {
        List<AppRef> needed = new ArrayList<>(gone);
        for (int i = gone.size() - 2; i >= 0; i--) {
            List<AppRef> fewer = new ArrayList<>(needed);
            fewer.remove(gone.get(i));
            if (fits(trial, device, fewer, Accuracy.ACCURATE)) {
                needed = fewer;
            }
        }
        return needed;
    }

    private boolean fits(NodeTrial trial, DeviceRef device, List<AppRef> without, Accuracy accuracy) {
        return trial.verdicts(app, without, accuracy).stream()
                .anyMatch(verdict -> verdict.fits() && verdict.device().equals(device));
    }

    private Optional<Remedy> remedy(DeviceRef device, List<AppRef> displaced) {
        int highest = displaced.stream()
                .mapToInt(ref -> Objects.requireNonNull(apps.get(ref)).priority())
                .max()
                .orElse(app.priority());
        int priority = Math.max(highest, app.priority()) + 1;
        boolean allowed = snapshot.policy().quotas().stream()
                .filter(quota -> quota.namespace().equals(app.ref().namespace()))
                .mapToInt(Policy.Quota::maxPriority)
                .allMatch(most -> priority <= most);
        if (!allowed) {
            return Optional.empty();
        }
        String message = "At priority %d instead of %d it could take the place of %s on %s."
                .formatted(
                        priority,
                        app.priority(),
                        displaced.stream().map(AppRef::toString).collect(Collectors.joining(", ")),
                        device);
        return Optional.of(new Remedy(Remedy.Kind.Priority, priority, device, null, displaced, message));
    }
}
