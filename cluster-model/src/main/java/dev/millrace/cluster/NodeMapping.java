package dev.millrace.cluster;

import static java.util.Objects.requireNonNullElse;

import dev.millrace.crds.units.Quantities;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Taint;
import dev.millrace.queueing.model.DeviceClass;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** InferenceNode to the planner's node. */
final class NodeMapping {
    private NodeMapping() {}

    static Node node(InferenceNode node, List<dev.millrace.crds.v1alpha1.Taint> kubernetesTaints) {
        InferenceNodeSpec spec = node.getSpec();
        InferenceNodeStatus status = node.getStatus();
        List<dev.millrace.crds.v1alpha1.Taint> taints = new ArrayList<>(kubernetesTaints);
        if (spec != null && spec.taints() != null) {
            taints.addAll(spec.taints());
        }
        return new Node(
                node.getMetadata().getName(),
                requireNonNullElse(node.getMetadata().getLabels(), Map.of()),
                taints.stream()
                        .map(taint -> new Taint(taint.key(), taint.value(), taint.effect()))
                        .distinct()
                        .toList(),
                ready(status),
                cores(status),
                status == null ? 0 : bytes(status.memory(), 0),
                spec == null || spec.pricePerHour() == null ? 0 : spec.pricePerHour(),
                devices(status));
    }

    /** A node whose manifest says nothing of its readiness counts as ready: offline nobody writes the condition. */
    private static boolean ready(@Nullable InferenceNodeStatus status) {
        if (status == null || status.conditions() == null) {
            return true;
        }
        return status.conditions().stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .allMatch(NodeMapping::counts);
    }

    /** While most agents are silent at once, nobody knows; then a node counts as it did. */
    private static boolean counts(Condition ready) {
        return "True".equals(ready.getStatus()) || "AgentsSilent".equals(ready.getReason());
    }

    private static int cores(@Nullable InferenceNodeStatus status) {
        return status == null || status.cpu() == null
                ? 1
                : requireNonNullElse(status.cpu().cores(), 1);
    }

    private static List<DeviceSpec> devices(@Nullable InferenceNodeStatus status) {
        if (status == null || status.devices() == null) {
            return List.of();
        }
        // A device of a class that a newer version has brought is nothing this one can plan with; the others are.
        return status.devices().stream()
                .filter(device -> device.deviceClass() != null)
                .map(NodeMapping::device)
                .toList();
    }

    private static DeviceSpec device(DeviceStatus device) {
        return new DeviceSpec(
                device.name(),
                deviceClass(device.deviceClass()),
                device.type(),
                device.memory() == null ? null : Quantities.bytes(device.memory()),
                bytes(device.onChipMemory(), 0),
                device.health() != DeviceHealth.UNHEALTHY);
    }

    static DeviceClass deviceClass(dev.millrace.crds.v1alpha1.@Nullable DeviceClass deviceClass) {
        if (deviceClass == null) {
            throw new IllegalArgumentException("deviceClass: absent, or of a newer version than this one");
        }
        return switch (deviceClass) {
            case EDGE_TPU -> DeviceClass.EDGE_TPU;
            case GPU -> DeviceClass.GPU;
            case CPU -> DeviceClass.CPU;
        };
    }

    private static long bytes(@Nullable String quantity, long otherwise) {
        return quantity == null ? otherwise : Quantities.bytes(quantity);
    }
}
