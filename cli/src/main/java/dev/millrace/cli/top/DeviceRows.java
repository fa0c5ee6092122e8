package dev.millrace.cli.top;

import dev.millrace.cli.input.Situation;
import dev.millrace.cli.report.TextTable;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.placement.DeviceLoad;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The devices, the busiest first, with the load that is predicted of what they are told to run. */
final class DeviceRows {
    private DeviceRows() {}

    private record Row(InferenceNode node, DeviceStatus device, double load, double utilization, long apps) {}

    static TextTable table(Situation situation, PlanEvaluator evaluator) {
        ClusterSnapshot snapshot = situation.snapshot();
        List<Assignment> running = running(snapshot);
        Map<DeviceRef, DeviceLoad> loads = new HashMap<>();
        evaluator
                .evaluate(snapshot, running, snapshot.disciplines())
                .devices()
                .forEach(load -> loads.put(load.device(), load));
        TextTable table = new TextTable("NODE", "DEVICE", "TYPE", "HEALTH", "LOAD", "BUSY", "APPS");
        situation.objects().nodes().stream()
                .flatMap(node -> devices(node).stream().map(device -> row(node, device, loads, running)))
                .sorted(Comparator.comparing(Row::utilization)
                        .reversed()
                        .thenComparing(row -> row.node().getMetadata().getName())
                        .thenComparing(row -> row.device().name()))
                .forEach(row -> table.row(
                        row.node().getMetadata().getName(),
                        row.device().name() + (Boolean.TRUE.equals(row.device().emulated()) ? " (emulated)" : ""),
                        row.device().type(),
                        Objects.requireNonNullElse(row.device().health(), DeviceHealth.HEALTHY)
                                .value(),
                        percent(row.load()),
                        percent(row.utilization()),
                        Long.toString(row.apps())));
        return table;
    }

    private static Row row(
            InferenceNode node, DeviceStatus device, Map<DeviceRef, DeviceLoad> loads, List<Assignment> running) {
        DeviceRef ref = new DeviceRef(node.getMetadata().getName(), device.name());
        DeviceLoad load = loads.get(ref);
        return new Row(
                node,
                device,
                load == null ? 0 : load.load(),
                load == null ? 0 : load.utilization(),
                running.stream().filter(a -> a.device().equals(ref)).count());
    }

    private static List<DeviceStatus> devices(InferenceNode node) {
        return node.getStatus() == null || node.getStatus().devices() == null
                ? List.of()
                : node.getStatus().devices();
    }

    /** Assignments that a load can be given for; in a cluster that changes, some name what has gone. */
    private static List<Assignment> running(ClusterSnapshot snapshot) {
        Map<AppRef, App> apps = snapshot.appsByRef();
        Set<DeviceRef> devices = new HashSet<>();
        snapshot.nodes()
                .forEach(node ->
                        node.devices().forEach(device -> devices.add(new DeviceRef(node.name(), device.name()))));
        return snapshot.running().stream()
                .filter(a -> apps.containsKey(a.app()) && devices.contains(a.device()))
                .filter(a -> Objects.requireNonNull(apps.get(a.app())).variants().stream()
                        .anyMatch(variant -> variant.name().equals(a.variant())))
                .toList();
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.0f%%", 100 * ratio);
    }
}
