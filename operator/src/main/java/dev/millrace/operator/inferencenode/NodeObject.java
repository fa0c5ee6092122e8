package dev.millrace.operator.inferencenode;

import dev.millrace.cluster.NodePlan;
import dev.millrace.crds.units.HeartbeatPeriod;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.crds.v1alpha1.ProfilingTask;
import dev.millrace.operator.planning.NodeTarget;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an InferenceNode that are the operator's, as server-side apply wants them: all of them, every time, and none
 * of anybody else's.
 */
public final class NodeObject {
    private NodeObject() {}

    /**
     * Labels, annotation and spec to apply.
     *
     * @param heartbeat how often the agent is to renew its Lease
     * @param kubernetesNode the Kubernetes Node of that name, whose labels are mirrored and with which the object goes
     * @param target what the node is to run; empty before the first plan
     * @param profiling what it is to measure
     */
    public static InferenceNode desired(
            String name,
            Duration heartbeat,
            Optional<Node> kubernetesNode,
            Optional<NodeTarget> target,
            List<ProfilingTask> profiling) {
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withName(name)
                .addToAnnotations(HeartbeatPeriod.ANNOTATION, HeartbeatPeriod.text(heartbeat))
                .build();
        kubernetesNode.ifPresent(node -> {
            metadata.setLabels(labels(node));
            metadata.setOwnerReferences(List.of(new OwnerReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("Node")
                    .withName(name)
                    .withUid(node.getMetadata().getUid())
                    .build()));
        });
        InferenceNode desired = new InferenceNode();
        desired.setMetadata(metadata);
        desired.setSpec(target.map(plan -> spec(plan, profiling))
                .orElseGet(() -> new InferenceNodeSpec(null, null, null, null, null, null, null)));
        return desired;
    }

    /** As above, with nothing to measure, in a cluster of ordinary size. */
    public static InferenceNode desired(String name, Optional<Node> kubernetesNode, Optional<NodeTarget> target) {
        return desired(name, HeartbeatPeriod.USUAL, kubernetesNode, target, List.of());
    }

    /** The status with nothing but the operator's condition. */
    public static InferenceNode status(String name, Condition ready) {
        InferenceNode desired = new InferenceNode();
        desired.setMetadata(new ObjectMetaBuilder().withName(name).build());
        desired.setStatus(new InferenceNodeStatus(null, null, null, null, null, null, null, null, List.of(ready)));
        return desired;
    }

    /** Whether the object says already what {@code desired} says. */
    public static boolean matches(InferenceNode actual, InferenceNode desired, MirroredLabels mirrored) {
        InferenceNodeSpec now = actual.getSpec();
        InferenceNodeSpec wanted = desired.getSpec();
        boolean samePlan = wanted.planEpoch() == null
                || (now != null
                        && wanted.planEpoch().equals(now.planEpoch())
                        && plan(now).equals(plan(wanted))
                        && profiling(now).equals(profiling(wanted))
                        && heartbeat(actual).equals(heartbeat(desired)));
        return samePlan && mirrored.match(actual, desired);
    }

    /** Whether the object carries a newer plan than {@code desired}. */
    public static boolean newerThan(InferenceNode actual, InferenceNode desired) {
        Long wanted = desired.getSpec().planEpoch();
        return wanted != null
                && actual.getSpec() != null
                && actual.getSpec().planEpoch() != null
                && actual.getSpec().planEpoch() > wanted;
    }

    /** Without an annotation the agent goes by the usual period: that is no difference. */
    private static Duration heartbeat(InferenceNode node) {
        return HeartbeatPeriod.of(node.getMetadata().getAnnotations());
    }

    private static NodePlan plan(InferenceNodeSpec spec) {
        return new NodePlan(
                Objects.requireNonNullElse(spec.assignments(), List.of()),
                Objects.requireNonNullElse(spec.disciplines(), Map.of()),
                Objects.requireNonNullElse(spec.routes(), List.of()));
    }

    private static List<ProfilingTask> profiling(InferenceNodeSpec spec) {
        return Objects.requireNonNullElse(spec.profiling(), List.of());
    }

    private static InferenceNodeSpec spec(NodeTarget target, List<ProfilingTask> profiling) {
        return new InferenceNodeSpec(
                null,
                null,
                target.epoch(),
                target.plan().assignments(),
                target.plan().disciplines(),
                target.plan().routes(),
                profiling.isEmpty() ? null : profiling);
    }

    private static @Nullable Map<String, String> labels(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? null : new TreeMap<>(labels);
    }
}
