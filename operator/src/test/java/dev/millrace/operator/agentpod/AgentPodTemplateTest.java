package dev.millrace.operator.agentpod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent's Pod on a node looks like, and when it is made anew. */
class AgentPodTemplateTest {
    private static final String TEMPLATE = """
            metadata:
              labels: {app.kubernetes.io/name: millrace-agent, app.kubernetes.io/managed-by: Helm}
            spec:
              tolerations: [{key: edge, operator: Exists}]
              containers:
              - {name: agent, image: "a:1", resources: {limits: {memory: 1Gi}}}
            """;

    @TempDir
    private Path folder;

    @Test
    void itAsksForExactlyTheNodesDevices() throws IOException {
        Pod pod = pod(node(Map.of("millrace.dev/edgetpu", "2", "nvidia.com/gpu", "1", "cpu", "4")));
        assertThat(pod.getSpec().getContainers().getFirst().getResources().getLimits())
                .containsOnly(
                        Map.entry("memory", new Quantity("1Gi")),
                        Map.entry("millrace.dev/edgetpu", new Quantity("2")),
                        Map.entry("nvidia.com/gpu", new Quantity("1")));
    }

    @Test
    void itGoesToItsNodeStaysThereAndGoesWithIt() throws IOException {
        Pod pod = pod(node(Map.of()));
        assertThat(pod.getMetadata().getName()).isEqualTo("millrace-agent-pi-3");
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("agents");
        assertThat(pod.getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "millrace-operator");
        assertThat(pod.getSpec()
                        .getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                        .getFirst()
                        .getMatchFields()
                        .getFirst()
                        .getValues())
                .containsExactly("pi-3");
        assertThat(pod.getSpec().getTolerations()).containsAll(AgentPodTemplate.tolerations());
        assertThat(pod.getSpec().getTolerations())
                .anySatisfy(toleration -> assertThat(toleration.getKey()).isEqualTo("edge"))
                .allSatisfy(toleration ->
                        assertThat(toleration.getTolerationSeconds()).isNull());
        assertThat(pod.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("u1"));
    }

    @Test
    void itIsTheSameUntilDevicesOrTemplateChange() throws IOException {
        Pod one = pod(node(Map.of("millrace.dev/edgetpu", "1")));
        assertThat(AgentPodTemplate.same(one, pod(node(Map.of("millrace.dev/edgetpu", "1")))))
                .isTrue();
        assertThat(AgentPodTemplate.same(one, pod(node(Map.of("millrace.dev/edgetpu", "2")))))
                .isFalse();
        assertThat(AgentPodTemplate.same(
                        one,
                        template(TEMPLATE.replace("a:1", "a:2")).on(node(Map.of()), new NodeDevices(Map.of(), true))))
                .isFalse();
    }

    @Test
    void longNodeNamesStayApart() {
        String name = "n".repeat(250);
        assertThat(AgentPodTemplate.podName(name)).hasSize(253).isNotEqualTo(AgentPodTemplate.podName(name + "n"));
    }

    @Test
    void aTemplateThatIsNoneIsRefused() {
        assertThatThrownBy(() -> template("metadata: {}")).hasMessageContaining("no container");
        assertThatThrownBy(() -> template("spec: [1]")).isInstanceOf(IOException.class);
    }

    @Test
    void nodesWithDevicesOrALabelWantAnAgent() {
        assertThat(NodeDevices.of(node(Map.of("cpu", "4"))).wantAgent()).isFalse();
        assertThat(NodeDevices.of(node(Map.of("millrace.dev/edgetpu", "0"))).wantAgent())
                .isFalse();
        assertThat(NodeDevices.of(node(Map.of("millrace.dev/gpu", "1"))).wantAgent())
                .isTrue();
        Node labelled = node(Map.of());
        labelled.getMetadata().setLabels(Map.of("millrace.dev/agent", "true"));
        assertThat(NodeDevices.of(labelled).wantAgent()).isTrue();
        labelled.getMetadata().setLabels(Map.of("millrace.dev/agent", "false"));
        assertThat(NodeDevices.refused(labelled)).isTrue();
    }

    @Test
    void whatAKubeletSaysAtItsStartIsNotActedOn() {
        AtomicLong now = new AtomicLong();
        Settling settling = new Settling(Duration.ofNanos(10), now::get);
        NodeDevices one = new NodeDevices(Map.of("d", 1L), false);
        NodeDevices none = new NodeDevices(Map.of(), false);
        assertThat(settling.settle("n", one)).isEqualTo(one);
        assertThat(settling.settle("n", none)).isEqualTo(one);
        now.set(9);
        assertThat(settling.settle("n", none)).isEqualTo(one);
        assertThat(settling.settle("n", one)).isEqualTo(one);
        now.set(20);
        assertThat(settling.settle("n", none)).isEqualTo(one);
        now.set(30);
        assertThat(settling.settle("n", none)).isEqualTo(none);
    }

    private Pod pod(Node node) throws IOException {
        return template(TEMPLATE).on(node, NodeDevices.of(node));
    }

    private AgentPodTemplate template(String text) throws IOException {
        Path file = folder.resolve("pod.yaml");
        Files.writeString(file, text);
        return AgentPodTemplate.read(file, "agents");
    }

    private static Node node(Map<String, String> allocatable) {
        Map<String, Quantity> quantities = new java.util.HashMap<>();
        allocatable.forEach((name, value) -> quantities.put(name, new Quantity(value)));
        return new NodeBuilder()
                .withNewMetadata()
                .withName("pi-3")
                .withUid("u1")
                .endMetadata()
                .withNewStatus()
                .withAllocatable(quantities)
                .endStatus()
                .build();
    }
}
