package dev.millrace.operator.e2e;

import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.ServiceAccount;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;

/**
 * What an agent is to the API server: the shipped service account with a token bound to a Pod on a Kubernetes Node. Node and
 * Pod are objects alone; no kubelet runs them.
 */
final class AgentIdentity implements AutoCloseable {
    static final String NAMESPACE = "millrace-system";
    static final String ACCOUNT = "millrace-agent";

    private final KubernetesClient admin;
    private final String node;
    private final Path kubeconfig;

    private AgentIdentity(KubernetesClient admin, String node, Path kubeconfig) {
        this.admin = admin;
        this.node = node;
        this.kubeconfig = kubeconfig;
    }

    /** Makes the Node and the Pod, and asks for a token as the Node's kubelet would. */
    static AgentIdentity on(ControlPlane plane, KubernetesClient admin, String node) {
        admin.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .build())
                .create();
        admin.resource(pod(node)).create();
        Path kubeconfig = plane.kubeconfigFor(ServiceAccount.of(NAMESPACE, ACCOUNT)
                .inPod(pod(node).getMetadata().getName()));
        return new AgentIdentity(admin, node, kubeconfig);
    }

    private static Pod pod(String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("agent-" + node)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withServiceAccountName(ACCOUNT)
                .addNewContainer()
                .withName("agent")
                .withImage("millrace/agent")
                .endContainer()
                .endSpec()
                .build();
    }

    String node() {
        return node;
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /** A client with this identity alone. */
    KubernetesClient client() {
        return clientOf(kubeconfig);
    }

    static KubernetesClient clientOf(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    /** Removes Pod and Node, with which the token ends. */
    @Override
    public void close() {
        admin.resource(pod(node)).withGracePeriod(0).delete();
        admin.nodes().withName(node).delete();
    }
}
