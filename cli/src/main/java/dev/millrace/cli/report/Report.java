package dev.millrace.cli.report;

import dev.millrace.placement.DeviceLoad;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code predict}, {@code simulate} and {@code plan} answer.
 *
 * @param algorithm the planner's name, or null where nothing was planned
 * @param apps sorted by namespace, then name
 * @param devices sorted by node, then device
 */
public record Report(@Nullable String algorithm, List<AppReport> apps, List<DeviceLoad> devices) {
    public Report {
        apps = List.copyOf(apps);
        devices = List.copyOf(devices);
    }

    /** Number of apps that have a place. */
    public int placed() {
        return (int) apps.stream().filter(AppReport::placed).count();
    }

    /** Number of apps without a place. */
    public int refused() {
        return apps.size() - placed();
    }

    /** Number of apps that have a place and meet their objective. */
    public int meetingSlo() {
        return (int) apps.stream().filter(AppReport::sloMet).count();
    }

    /** Whether every app is placed and meets its objective. */
    public boolean allWell() {
        return meetingSlo() == apps.size();
    }

    /** The same with the apps of one namespace only; all apps where {@code namespace} is null. */
    public Report onlyNamespace(@Nullable String namespace) {
        if (namespace == null) {
            return this;
        }
        return new Report(
                algorithm,
                apps.stream()
                        .filter(app -> app.ref().namespace().equals(namespace))
                        .toList(),
                devices);
    }
}
