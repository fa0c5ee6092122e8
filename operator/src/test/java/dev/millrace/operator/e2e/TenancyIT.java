package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.operator.condition.ConditionType;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may have how much, and where. */
class TenancyIT extends RunningOperator {
    @AfterEach
    void removePolicy() {
        client.resources(PlacementPolicy.class).withName("default").delete();
    }

    private void quota(String namespace, double deviceShare, int maxPriority) {
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: PlacementPolicy
                metadata: {name: default}
                spec: {quotas: [{namespace: %s, deviceShare: %s, maxPriority: %d}]}
                """.formatted(namespace, deviceShare, maxPriority));
    }

    @Test
    void aNamespaceGetsItsShareOfTheDevicesAndLeavesTheRestToOthers() {
        ScriptedAgent first = site.agent("a");
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(first) && ready(second));
        quota(site.namespace(), 0.5, 0);
        // Half of two devices is the load of one: two apps of 0.45.
        for (int i = 0; i < 3; i++) {
            site.app("greedy" + i, "80ms", 90, "");
        }
        within(60)
                .untilAsserted(() -> assertThat(java.util.stream.IntStream.range(0, 3)
                                .mapToObj(i -> site.state("greedy" + i, ConditionType.PLACED)))
                        .containsExactlyInAnyOrder("True/Placed", "True/Placed", "False/QuotaExceeded"));

        String other = plane.createNamespace("modest");
        site.appIn(other, "modest");
        within(60)
                .untilAsserted(() -> assertThat(
                                site.told(first).size() + site.told(second).size())
                        .isEqualTo(3));
        client.namespaces().withName(other).delete();
    }

    @Test
    void aPriorityAboveTheQuotaDisplacesNobody() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        quota(site.namespace(), 1, 0);
        site.app("first", "80ms", 120, "");
        awaitState("first", ConditionType.READY, "True/Ready");

        site.app("pushy", "80ms", 120, "priority: 100");

        within(60)
                .untilAsserted(() ->
                        assertThat(site.state("pushy", ConditionType.PLACED)).startsWith("False/"));
        assertThat(site.state("first", ConditionType.READY)).isEqualTo("True/Ready");
        assertThat(site.events("first")).containsExactly("Placed");
    }

    @Test
    void labelsAndTaintsOfKubernetesNodesRuleNodesOut() {
        ScriptedAgent plain = site.agent("a");
        ScriptedAgent labelled = site.agent("b");
        within(30).until(() -> ready(plain) && ready(labelled));
        // The API server taints every new Node as not ready; no controller of Nodes runs here to lift that.
        client.nodes()
                .withName(labelled.node())
                .edit(standing -> new NodeBuilder(standing)
                        .editMetadata()
                        .addToLabels("millrace.dev/agent", "true")
                        .addToLabels("zone", "gate")
                        .endMetadata()
                        .editOrNewSpec()
                        .withTaints()
                        .endSpec()
                        .build());
        within(30)
                .untilAsserted(() -> assertThat(client.resources(InferenceNode.class)
                                .withName(labelled.node())
                                .get()
                                .getMetadata()
                                .getLabels())
                        .containsEntry("zone", "gate"));

        site.app("picky", "80ms", 15, "nodeSelector: {zone: gate}");
        awaitState("picky", ConditionType.READY, "True/Ready");
        assertThat(site.nodesOf("picky")).containsExactly(labelled.node());
        site.app("nowhere", "80ms", 15, "nodeSelector: {zone: moon}");
        awaitState("nowhere", ConditionType.PLACED, "False/NodeSelectorMismatch");

        client.nodes()
                .withName(labelled.node())
                .edit(standing -> new NodeBuilder(standing)
                        .editOrNewSpec()
                        .addNewTaint("NoSchedule", "repair", null, null)
                        .endSpec()
                        .build());
        within(60)
                .untilAsserted(() ->
                        assertThat(site.state("picky", ConditionType.PLACED)).startsWith("False/"));
    }
}
