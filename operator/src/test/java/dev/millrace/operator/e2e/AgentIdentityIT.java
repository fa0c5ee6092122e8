package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.KubectlException;
import dev.millrace.testbed.ServiceAccount;
import dev.millrace.testbed.junit.ControlPlaneTest;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the shipped roles and the admission policy let an agent do, asked of a real API server with tokens that are bound to
 * Pods on named Nodes.
 */
@ControlPlaneTest(controllers = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentIdentityIT {
    private final String own = "own-" + UUID.randomUUID();
    private final String other = "other-" + UUID.randomUUID();
    private ControlPlane plane;
    private KubernetesClient admin;
    private AgentIdentity identity;
    private AgentIdentity neighbour;
    private Kubectl agent;
    private Kubectl unbound;

    @BeforeAll
    void install(ControlPlane plane) {
        this.plane = plane;
        admin = AgentIdentity.clientOf(plane.kubeconfig());
        plane.kubectl().run("apply", "--server-side", "-f", "../deploy/crds");
        plane.kubectl().run("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        plane.kubectl().run("apply", "--server-side", "-f", "../deploy/rbac");
        for (String node : new String[] {own, other}) {
            plane.kubectl().apply("""
                    apiVersion: millrace.dev/v1alpha1
                    kind: InferenceNode
                    metadata: {name: %s}
                    spec: {planEpoch: 1}
                    """.formatted(node));
        }
        identity = AgentIdentity.on(plane, admin, own);
        neighbour = AgentIdentity.on(plane, admin, other);
        agent = as(identity.kubeconfig());
        unbound = as(plane.kubeconfigFor(ServiceAccount.of(AgentIdentity.NAMESPACE, AgentIdentity.ACCOUNT)));
        // The API server compiles a new policy in the background.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> refusal(unbound, lease("agent-" + own, own)).contains("names no node"));
    }

    @AfterAll
    void remove() {
        identity.close();
        neighbour.close();
        admin.resources(InferenceNode.class).withName(own).delete();
        admin.resources(InferenceNode.class).withName(other).delete();
        for (String node : new String[] {own, other}) {
            admin.leases()
                    .inNamespace(AgentIdentity.NAMESPACE)
                    .withName("agent-" + node)
                    .delete();
        }
        admin.close();
    }

    private Kubectl as(Path kubeconfig) {
        return new Kubectl(plane.kubectl().program(), kubeconfig, null);
    }

    private static String lease(String name, String label) {
        return """
                apiVersion: coordination.k8s.io/v1
                kind: Lease
                metadata:
                  name: %s
                  namespace: millrace-system
                  labels: {app.kubernetes.io/component: node-agent, millrace.dev/node: %s}
                spec: {holderIdentity: %s, leaseDurationSeconds: 6}
                """.formatted(name, label, label);
    }

    private static String status(String node) {
        return """
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceNode
                metadata: {name: %s}
                status: {planEpoch: 1, memory: 1Gi}
                """.formatted(node);
    }

    /** What the API server says against it; empty if it took it. */
    private static String refusal(Kubectl kubectl, String yaml, String... more) {
        List<String> apply = new ArrayList<>(
                List.of("apply", "--server-side", "--force-conflicts", "--field-manager=millrace-agent", "-f", "-"));
        apply.addAll(List.of(more));
        try {
            kubectl.runWithInput(yaml, apply.toArray(String[]::new));
            return "";
        } catch (KubectlException e) {
            return e.getMessage();
        }
    }

    private static String forbidden(Kubectl kubectl, String... arguments) {
        try {
            return kubectl.run(arguments);
        } catch (KubectlException e) {
            return e.getMessage();
        }
    }

    @Test
    void anAgentWritesItsOwnStatusAndLease() {
        assertThat(refusal(agent, status(own), "--subresource=status")).isEmpty();
        assertThat(refusal(agent, lease("agent-" + own, own))).isEmpty();
        assertThat(refusal(agent, lease("agent-" + own, own))).as("renewed").isEmpty();
        assertThat(admin.resources(InferenceNode.class)
                        .withName(own)
                        .get()
                        .getStatus()
                        .memory())
                .isEqualTo("1Gi");
    }

    @Test
    void anAgentWritesNobodyElsesStatusOrLease() {
        assertThat(refusal(agent, status(other), "--subresource=status"))
                .contains("the agent of node " + own + " may not write InferenceNode " + other);
        assertThat(refusal(agent, lease("agent-" + other, other))).contains("may write no Lease but agent-" + own);
        assertThat(refusal(agent, lease("agent-" + own, other)))
                .as("another node's heartbeat under the own name")
                .contains("may not carry the label millrace.dev/node of another");
        assertThat(refusal(agent, lease("millrace-operator", own)))
                .as("the operator's own Lease")
                .contains("may write no Lease but agent-" + own);
        assertThat(refusal(as(neighbour.kubeconfig()), status(other), "--subresource=status"))
                .as("its own agent may")
                .isEmpty();
    }

    @Test
    void aTokenThatNamesNoNodeWritesNothing() {
        assertThat(refusal(unbound, status(own), "--subresource=status")).contains("names no node");
        assertThat(refusal(unbound, lease("agent-" + own, own))).contains("names no node");
    }

    @Test
    void aTokenBoundToTheNodeItselfCountsToo() {
        Kubectl standalone = as(plane.kubeconfigFor(ServiceAccount.of(AgentIdentity.NAMESPACE, AgentIdentity.ACCOUNT)
                .onNode(own)));

        assertThat(refusal(standalone, status(own), "--subresource=status")).isEmpty();
        assertThat(refusal(standalone, status(other), "--subresource=status")).contains("may not write InferenceNode");
    }

    @Test
    void anAgentChangesNoSpecAndReadsNoSecret() {
        assertThat(refusal(agent, """
                        apiVersion: millrace.dev/v1alpha1
                        kind: InferenceNode
                        metadata: {name: %s}
                        spec: {planEpoch: 7}
                        """.formatted(own))).contains("forbidden");
        assertThat(forbidden(agent, "get", "secrets", "-A").toLowerCase(Locale.ROOT))
                .contains("forbidden");
        assertThat(forbidden(agent, "delete", "inferencenode", own)).contains("forbidden");
        assertThat(forbidden(agent, "get", "leases", "-A").toLowerCase(Locale.ROOT))
                .contains("forbidden");
    }

    @Test
    void theOperatorReadsNoSecretAndWritesNoUsersSpec() {
        Kubectl operator = as(plane.kubeconfigFor(ServiceAccount.of(AgentIdentity.NAMESPACE, "millrace-operator")));

        for (String right : new String[] {
            "get secrets", "list secrets", "update inferenceapps", "patch inferenceapps", "patch inferencemodels",
            "delete inferenceapps", "patch placementpolicies", "delete services", "create pods", "patch nodes"
        }) {
            String[] verbAndKind = right.split(" ");
            assertThat(forbidden(operator, "auth", "can-i", verbAndKind[0], verbAndKind[1], "-A"))
                    .as(right)
                    .contains("exit status 1");
        }
        assertThat(forbidden(operator, "auth", "can-i", "patch", "inferenceapps", "--subresource=status", "-A")
                        .strip())
                .isEqualTo("yes");
    }
}
