package dev.millrace.operator.console;

import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.placement.DeviceLoad;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Draws the map of a picture. */
final class ClusterMap {
    private final Map<DeviceRef, List<Assignment>> assignments = new HashMap<>();
    private final Map<DeviceRef, DeviceLoad> loads = new HashMap<>();
    private final Map<AppRef, String> models = new HashMap<>();
    private final Picture picture;

    private ClusterMap(Picture picture) {
        this.picture = picture;
        picture.assignments()
                .forEach(a -> assignments
                        .computeIfAbsent(a.device(), device -> new ArrayList<>())
                        .add(a));
        picture.evaluation().devices().forEach(load -> loads.put(load.device(), load));
        for (InferenceApp app : picture.view().apps()) {
            models.put(AppList.ref(app), app.getSpec().modelRef().name());
        }
    }

    static ClusterDocument of(Picture picture) {
        ClusterMap map = new ClusterMap(picture);
        List<ClusterDocument.NodeEntry> nodes = picture.view().nodes().stream()
                .sorted(Comparator.comparing(node -> node.getMetadata().getName()))
                .map(map::node)
                .toList();
        return new ClusterDocument(picture.state().epoch(), map.counts(), nodes);
    }

    private ClusterDocument.Counts counts() {
        long placed = picture.state().decisions().values().stream()
                .filter(decision -> decision.placed())
                .count();
        long decided = picture.state().decisions().size();
        return new ClusterDocument.Counts(
                placed, decided - placed, Math.max(0, picture.view().apps().size() - decided));
    }

    private ClusterDocument.NodeEntry node(InferenceNode node) {
        String name = node.getMetadata().getName();
        InferenceNodeStatus status = node.getStatus();
        List<DeviceStatus> devices = status == null || status.devices() == null ? List.of() : status.devices();
        return new ClusterDocument.NodeEntry(
                name,
                status != null && Conditions.isTrue(status.conditions(), ConditionType.READY),
                status == null || status.agent() == null ? null : status.agent().version(),
                status == null || status.cpu() == null ? null : status.cpu().cores(),
                status == null ? null : status.memory(),
                lag(node),
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of()),
                devices.stream().map(device -> device(name, status, device)).toList());
    }

    private static long lag(InferenceNode node) {
        Long told = node.getSpec() == null ? null : node.getSpec().planEpoch();
        Long runs = node.getStatus() == null ? null : node.getStatus().planEpoch();
        return Math.max(0, Objects.requireNonNullElse(told, 0L) - Objects.requireNonNullElse(runs, 0L));
    }

    private ClusterDocument.DeviceEntry device(String node, @Nullable InferenceNodeStatus status, DeviceStatus device) {
        DeviceRef ref = new DeviceRef(node, device.name());
        DeviceLoad load = loads.get(ref);
        return new ClusterDocument.DeviceEntry(
                device.name(),
                device.deviceClass().value(),
                device.type(),
                device.health() == null || device.health() == DeviceHealth.HEALTHY,
                Boolean.TRUE.equals(device.emulated()),
                load == null ? "FCFS" : load.discipline().name(),
                device.memory(),
                device.onChipMemory(),
                load == null ? null : load.load(),
                load == null ? null : load.utilization(),
                load == null || load.stable(),
                assignments.getOrDefault(ref, List.of()).stream()
                        .map(a -> resident(status, a))
                        .toList());
    }

    private ClusterDocument.ResidentEntry resident(@Nullable InferenceNodeStatus status, Assignment a) {
        return new ClusterDocument.ResidentEntry(
                a.app().namespace(),
                a.app().name(),
                models.getOrDefault(a.app(), ""),
                a.variant(),
                a.share(),
                a.maxBatch(),
                a.coResidentSet(),
                state(status, a));
    }

    private static String state(@Nullable InferenceNodeStatus status, Assignment a) {
        List<AppOnNode> apps = status == null || status.apps() == null ? List.of() : status.apps();
        return apps.stream()
                .filter(app -> app.namespace().equals(a.app().namespace())
                        && app.name().equals(a.app().name())
                        && app.device().equals(a.device().device())
                        && app.state() != null)
                .map(app -> app.state().value())
                .findFirst()
                .orElse("Unknown");
    }
}
