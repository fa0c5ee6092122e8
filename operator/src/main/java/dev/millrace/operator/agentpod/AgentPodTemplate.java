package dev.millrace.operator.agentpod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An agent's Pod as the administrator wants it, and what it becomes on a node. */
final class AgentPodTemplate {
    /** Annotation with the Node's name, which may be too long for a label. */
    static final String NODE = "millrace.dev/node";

    /** Annotation that tells whether a Pod is still what it would be made as now. */
    static final String HASH = "millrace.dev/pod-hash";

    /** Label of all agents' Pods that the operator made. */
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    static final String OPERATOR = "millrace-operator";

    private static final int NAME_MAX = 253;
    private static final int HASH_CHARS = 16;
    private static final String PREFIX = "millrace-agent-";

    /** As for the Pods of a DaemonSet, and without an end: an agent serves on whatever the control plane thinks of its node. */
    private static final List<Toleration> TOLERATIONS = List.of(
            tolerate("node.kubernetes.io/not-ready", "NoExecute"),
            tolerate("node.kubernetes.io/unreachable", "NoExecute"),
            tolerate("node.kubernetes.io/not-ready", "NoSchedule"),
            tolerate("node.kubernetes.io/disk-pressure", "NoSchedule"),
            tolerate("node.kubernetes.io/memory-pressure", "NoSchedule"),
            tolerate("node.kubernetes.io/pid-pressure", "NoSchedule"),
            tolerate("node.kubernetes.io/unschedulable", "NoSchedule"));

    private final PodTemplateSpec template;
    private final String namespace;

    AgentPodTemplate(PodTemplateSpec template, String namespace) {
        this.template = template;
        this.namespace = namespace;
        if (template.getSpec() == null || template.getSpec().getContainers().isEmpty()) {
            throw new IllegalArgumentException("the agents' Pod has no container");
        }
    }

    /** @throws IOException if the file cannot be read or is no Pod template */
    static AgentPodTemplate read(Path file, String namespace) throws IOException {
        try {
            return new AgentPodTemplate(
                    Serialization.unmarshal(Files.readString(file), PodTemplateSpec.class), namespace);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The Pod for a node: there, with all its devices, gone when the Node object is. */
    Pod on(Node node, NodeDevices devices) {
        String name = node.getMetadata().getName();
        Pod pod = new PodBuilder()
                .withNewMetadataLike(Objects.requireNonNullElseGet(
                        template.getMetadata(), io.fabric8.kubernetes.api.model.ObjectMeta::new))
                .withName(podName(name))
                .withNamespace(namespace)
                .addToLabels(MANAGED_BY, OPERATOR)
                .addToAnnotations(NODE, name)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(name)
                        .withUid(node.getMetadata().getUid())
                        .build())
                .endMetadata()
                .withNewSpecLike(template.getSpec())
                .withRestartPolicy("Always")
                .editOrNewAffinity()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .withMatchFields(new NodeSelectorRequirement("metadata.name", "In", List.of(name)))
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .addAllToTolerations(TOLERATIONS)
                .endSpec()
                .build();
        request(pod.getSpec().getContainers().getFirst(), devices.counts());
        pod.getMetadata().getAnnotations().put(HASH, hash(Serialization.asJson(pod)));
        return pod;
    }

    /** Devices can only be asked for whole, with a limit that is the request. */
    private static void request(Container container, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        ResourceRequirements resources =
                Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
        Map<String, Quantity> limits =
                new LinkedHashMap<>(Objects.requireNonNullElse(resources.getLimits(), Map.<String, Quantity>of()));
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        limits.put(entry.getKey(), new Quantity(entry.getValue().toString())));
        resources.setLimits(limits);
        container.setResources(resources);
    }

    static String podName(String node) {
        String name = PREFIX + node;
        return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX - HASH_CHARS - 1) + "-" + hash(node);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Toleration tolerate(String key, String effect) {
        return new TolerationBuilder()
                .withKey(key)
                .withOperator("Exists")
                .withEffect(effect)
                .build();
    }

    /** The hashes of Pods that stand for the same thing are equal. */
    static boolean same(Pod one, Pod other) {
        return Objects.equals(annotation(one, HASH), annotation(other, HASH));
    }

    static String annotation(Pod pod, String key) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }

    /** For tests: the tolerations that every agent gets. */
    static List<Toleration> tolerations() {
        return new ArrayList<>(TOLERATIONS);
    }
}
