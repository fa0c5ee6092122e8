package dev.millrace.placement;

import dev.millrace.placement.model.AppRef;
import java.util.List;
import java.util.Optional;

/**
 * What a plan does to its apps and devices.
 *
 * @param apps those with assignments, sorted by namespace and name
 * @param devices those with work, sorted by node and device
 */
public record PlanEvaluation(List<AppOutcome> apps, List<DeviceLoad> devices) {
    public PlanEvaluation {
        apps = List.copyOf(apps);
        devices = List.copyOf(devices);
    }

    /** Whether every app with assignments meets its own objective. */
    public boolean allMet() {
        return apps.stream().allMatch(AppOutcome::sloMet);
    }

    /** The outcome of one app, empty where it has no assignment. */
    public Optional<AppOutcome> app(AppRef ref) {
        return apps.stream().filter(outcome -> outcome.app().equals(ref)).findFirst();
    }
}
