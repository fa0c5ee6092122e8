package dev.millrace.operator.inferencenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.NodePlan;
import dev.millrace.crds.v1alpha1.Assignment;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.NamespacedName;
import dev.millrace.operator.Objects;
import dev.millrace.operator.planning.NodeTarget;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeObjectTest {
    private static final MirroredLabels OURS = new MirroredLabels("millrace-operator");
    private static final NodePlan PLAN = new NodePlan(
            List.of(new Assignment(new NamespacedName("site-a", "cam"), "tpu-0", "edgetpu", 1.0, 1, null)),
            Map.of(),
            List.of());

    private static final String SPEC = "{taints: [{key: k, effect: NoSchedule}], pricePerHour: 0.5, planEpoch: 7,"
            + " assignments: [{app: {namespace: site-a, name: cam}, device: tpu-0, variant: edgetpu, share: 1, maxBatch: 1}]}";

    private static Node kubernetesNode(String... labels) {
        NodeBuilder builder =
                new NodeBuilder().withNewMetadata().withName("pi").withUid("u").endMetadata();
        for (String label : labels) {
            builder.editMetadata().addToLabels(label, "yes").endMetadata();
        }
        return builder.build();
    }

    @Test
    void usersFieldsAreNeverApplied() {
        InferenceNode desired = NodeObject.desired("pi", Optional.empty(), Optional.of(new NodeTarget(7, PLAN)));

        String json = Serialization.asJson(desired);

        assertThat(json).contains("planEpoch").doesNotContain("taints", "pricePerHour", "\"status\"");
    }

    @Test
    void whatIsWrittenAlreadyMatches() {
        InferenceNode actual = Objects.node("pi", SPEC, "[]", 7);

        assertThat(NodeObject.matches(
                        actual, NodeObject.desired("pi", Optional.empty(), Optional.of(new NodeTarget(7, PLAN))), OURS))
                .isTrue();
        assertThat(NodeObject.matches(
                        actual, NodeObject.desired("pi", Optional.empty(), Optional.of(new NodeTarget(8, PLAN))), OURS))
                .as("another epoch")
                .isFalse();
        assertThat(NodeObject.matches(actual, NodeObject.desired("pi", Optional.empty(), Optional.empty()), OURS))
                .as("before the first plan nothing is touched")
                .isTrue();
    }

    @Test
    void labelsAreMirroredAndUsersLabelsStay() {
        InferenceNode actual = Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceNode
                metadata:
                  name: pi
                  labels: {site: "yes", mine: "1"}
                  managedFields:
                  - manager: millrace-operator
                    operation: Apply
                    fieldsType: FieldsV1
                    fieldsV1: {"f:metadata": {"f:labels": {"f:site": {}}}}
                  - manager: kubectl
                    operation: Update
                    fieldsType: FieldsV1
                    fieldsV1: {"f:metadata": {"f:labels": {"f:mine": {}}}}
                """, InferenceNode.class);

        assertThat(OURS.match(actual, NodeObject.desired("pi", Optional.of(kubernetesNode("site")), Optional.empty())))
                .isTrue();
        assertThat(OURS.match(
                        actual,
                        NodeObject.desired("pi", Optional.of(kubernetesNode("site", "rack")), Optional.empty())))
                .as("a new label")
                .isFalse();
        assertThat(OURS.match(actual, NodeObject.desired("pi", Optional.of(kubernetesNode()), Optional.empty())))
                .as("a label the Node has lost")
                .isFalse();
    }

    @Test
    void trafficAloneDoesNotChangeTheSignature() {
        String quiet = "[{namespace: site-a, name: cam, device: tpu-0, state: Ready}]";
        String busy = "[{namespace: site-a, name: cam, device: tpu-0, state: Ready,"
                + " observed: {encoding: HdrHistogramV2, data: AAAA, count: 7}}]";
        String failed = "[{namespace: site-a, name: cam, device: tpu-0, state: Failed}]";

        NodeSignature before = NodeSignature.of(Objects.node("pi", "{}", quiet, 1), 0);

        assertThat(NodeSignature.of(Objects.node("pi", "{}", busy, 1), 0)).isEqualTo(before);
        assertThat(NodeSignature.of(Objects.node("pi", "{}", failed, 1), 0)).isNotEqualTo(before);
    }

    @Test
    void thePlanThatWasWrittenIsNoNewsAndAnothersIs() {
        NodeSignature before = NodeSignature.of(Objects.node("pi", "{planEpoch: 3}", "[]", 3), 4);
        assertThat(NodeSignature.of(Objects.node("pi", "{planEpoch: 4}", "[]", 3), 4))
                .isEqualTo(before);
        assertThat(NodeSignature.of(Objects.node("pi", "{planEpoch: 5}", "[]", 3), 4))
                .isNotEqualTo(before);
    }
}
