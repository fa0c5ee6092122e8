package dev.millrace.cli.demo.cluster;

import dev.millrace.crds.schema.CrdFile;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.ControlPlaneOptions;
import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.LocalControlPlane;
import dev.millrace.testbed.ServiceAccount;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A control plane made for the demo. Operator and agents act as the service accounts of {@code deploy/rbac}; every agent's
 * token is bound to its node, as a Pod's would be.
 */
final class OwnControlPlane implements DemoTarget {

    private static final String SYSTEM = "millrace-system";
    private static final String NODE = """
            apiVersion: v1
            kind: Node
            metadata:
              name: %s
              labels: {millrace.dev/agent: "true", kubernetes.io/hostname: %1$s}
            """;

    private final LocalControlPlane plane;
    private final Path rbac;

    private OwnControlPlane(LocalControlPlane plane, Path rbac) {
        this.plane = plane;
        this.rbac = rbac;
    }

    /**
     * Builds the programs where they are missing, and starts.
     *
     * @param parent folder for the control plane's own
     * @param rbac the roles of operator and agents
     */
    static OwnControlPlane start(Path parent, Path rbac) {
        // Garbage collection by owner reference needs the controllers.
        return new OwnControlPlane(
                ControlPlane.start(
                        ControlPlaneOptions.defaults().withControllers().in(parent)),
                rbac);
    }

    @Override
    public ControlPlane cluster() {
        return plane;
    }

    @Override
    public String systemNamespace() {
        return SYSTEM;
    }

    @Override
    public String namespaceFor(String example) {
        return example;
    }

    @Override
    public void install(Collection<String> nodes) {
        Kubectl kubectl = plane.kubectl();
        Crds.apply(kubectl, CrdFile.allAsYaml());
        kubectl.run("apply", "-f", rbac.toString());
        for (String node : nodes) {
            kubectl.apply(NODE.formatted(node));
            // A Node begins with the taint "not ready", which its kubelet would see removed; here there is none.
            kubectl.run("patch", "node", node, "--type=merge", "-p", "{\"spec\":{\"taints\":null}}");
        }
    }

    @Override
    public void apply(List<DemoObject> objects) {
        plane.kubectl().apply(DemoObject.yaml(objects));
    }

    @Override
    public Path operatorKubeconfig() {
        return plane.kubeconfigFor(ServiceAccount.of(SYSTEM, "millrace-operator"));
    }

    @Override
    public Path agentKubeconfig(String node) {
        return plane.kubeconfigFor(ServiceAccount.of(SYSTEM, "millrace-agent").onNode(node));
    }
}
