package dev.millrace.operator.agentpod;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a Node has for an agent.
 *
 * @param counts of the devices of each kind that Pods can get now, by resource name; kinds with none are left out
 * @param labelled whether the user wants an agent there whatever it has
 */
record NodeDevices(Map<String, Long> counts, boolean labelled) {
    /** Resource names that count, of Millrace's device plugins and of NVIDIA's. */
    static final List<String> RESOURCES = List.of("millrace.dev/edgetpu", "millrace.dev/gpu", "nvidia.com/gpu");

    private static final String LABEL = "millrace.dev/agent";
    private static final Set<String> NOT_OURS = Set.of("false", "static");

    NodeDevices {
        counts = Map.copyOf(counts);
    }

    static NodeDevices of(Node node) {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Quantity> allocatable =
                node.getStatus() == null || node.getStatus().getAllocatable() == null
                        ? Map.of()
                        : node.getStatus().getAllocatable();
        for (String resource : RESOURCES) {
            Quantity quantity = allocatable.get(resource);
            long count = quantity == null ? 0 : quantity.getNumericalAmount().longValue();
            if (count > 0) {
                counts.put(resource, count);
            }
        }
        Map<String, String> labels = node.getMetadata().getLabels();
        return new NodeDevices(counts, labels != null && "true".equals(labels.get(LABEL)));
    }

    /** Label value {@code false} says no, whatever the node has; with {@code static} an agent is started by others. */
    static boolean refused(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels != null && NOT_OURS.contains(labels.getOrDefault(LABEL, ""));
    }

    /** Whether the kubelet reports; what a silent one said last is not acted on. */
    static boolean reporting(Node node) {
        return node.getStatus() != null
                && node.getStatus().getConditions() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Ready") && !"Unknown".equals(condition.getStatus()));
    }

    boolean wantAgent() {
        return labelled || !counts.isEmpty();
    }
}
