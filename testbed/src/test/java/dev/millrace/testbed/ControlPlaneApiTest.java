package dev.millrace.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.junit.ControlPlaneTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a test can do with the API of a control plane. */
@ControlPlaneTest
class ControlPlaneApiTest {

    private static final String GADGETS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.testbed.example.com}
            spec:
              group: testbed.example.com
              scope: Namespaced
              names: {kind: Gadget, plural: gadgets, singular: gadget}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties: {size: {type: integer, minimum: 1}}
                        x-kubernetes-validations:
                        - {rule: "self.size < 10", message: "size must be below 10"}
            """;
    private static final String GADGET = """
            apiVersion: testbed.example.com/v1
            kind: Gadget
            metadata: {name: small}
            spec: {size: %d}
            """;

    private ControlPlane plane;
    private String namespace;

    @BeforeEach
    void openNamespace(ControlPlane plane) {
        this.plane = plane;
        this.namespace = plane.createNamespace("api-test");
    }

    @Test
    void aCustomResourceIsDefinedStoredAndValidated() {
        Kubectl kubectl = plane.kubectl();
        kubectl.apply(GADGETS);
        try {
            kubectl.run("wait", "--for=condition=Established", "--timeout=30s", "crd/gadgets.testbed.example.com");
            kubectl.runWithInput(GADGET.formatted(3), "apply", "-n", namespace, "-f", "-");

            assertThat(kubectl.run("get", "gadget", "small", "-n", namespace, "-o", "jsonpath={.spec.size}"))
                    .isEqualTo("3");
            assertThatThrownBy(() -> kubectl.runWithInput(GADGET.formatted(30), "apply", "-n", namespace, "-f", "-"))
                    .isInstanceOf(KubectlException.class)
                    .hasMessageContaining("size must be below 10");
        } finally {
            kubectl.run("delete", "crd", "gadgets.testbed.example.com");
        }
    }

    @Test
    void aServiceAccountMayDoWhatItsRoleSaysAndNothingElse() {
        Kubectl admin = plane.kubectl();
        Kubectl account = as(ServiceAccount.of(namespace, "reader"));
        assertThatThrownBy(() -> account.run("get", "configmaps", "-n", namespace))
                .isInstanceOf(KubectlException.class)
                .hasMessageContaining("Forbidden");

        admin.run("create", "role", "reader", "-n", namespace, "--verb=list", "--resource=configmaps");
        admin.run(
                "create",
                "rolebinding",
                "reader",
                "-n",
                namespace,
                "--role=reader",
                "--serviceaccount=" + namespace + ":reader");

        assertThat(account.run("auth", "can-i", "list", "configmaps", "-n", namespace)
                        .strip())
                .isEqualTo("yes");
        assertThat(account.run("get", "configmaps", "-n", namespace)).doesNotContain("Forbidden");
        assertThatThrownBy(() -> account.run("get", "secrets", "-n", namespace))
                .isInstanceOf(KubectlException.class)
                .hasMessageContaining("Forbidden");
    }

    @Test
    void aTokenBoundToANodeCarriesTheNodesName() {
        String node = "pi-" + UUID.randomUUID();
        plane.kubectl().apply("apiVersion: v1\nkind: Node\nmetadata: {name: " + node + "}\n");
        try {
            Kubectl agent = as(ServiceAccount.of(namespace, "agent").onNode(node));

            assertThat(agent.run("auth", "whoami", "-o", "json"))
                    .contains("system:serviceaccount:" + namespace + ":agent")
                    .contains("authentication.kubernetes.io/node-name")
                    .contains(node);
        } finally {
            plane.kubectl().run("delete", "node", node);
        }
    }

    @Test
    void aNamedClusterStaysWhenItIsClosed() {
        NamedCluster named = ControlPlane.named(plane.kubeconfig(), null, plane.folder());
        assertThat(named.kubectl().run("get", "namespace", namespace, "-o", "name"))
                .contains(namespace);

        named.close();

        assertThat(named.folder()).doesNotExist();
        assertThat(plane.kubectl().run("get", "--raw", "/readyz")).isEqualTo("ok");
    }

    private Kubectl as(ServiceAccount account) {
        return new Kubectl(plane.kubectl().program(), plane.kubeconfigFor(account), null);
    }

    @Nested
    class InANestedClass {

        @Test
        void theSameControlPlaneIsInjected(ControlPlane nested) {
            assertThat(nested).isSameAs(plane);
        }
    }
}
