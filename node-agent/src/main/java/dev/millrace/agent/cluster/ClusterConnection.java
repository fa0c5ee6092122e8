package dev.millrace.agent.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the API server. */
public final class ClusterConnection {
    private static final Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");
    private static final int TIMEOUT_MS = 10_000;

    private ClusterConnection() {}

    /** Whether this process runs in a Pod with a service account. */
    public static boolean inPod() {
        return Files.isReadable(TOKEN) && System.getenv("KUBERNETES_SERVICE_HOST") != null;
    }

    /**
     * A client of the named cluster, or of the Pod's own where none is named. It does not connect yet.
     *
     * @throws IllegalArgumentException with a sentence for the user where the kubeconfig cannot be used
     */
    public static KubernetesClient open(@Nullable Path kubeconfig, @Nullable String context) {
        Config config;
        if (kubeconfig == null && context == null) {
            config = Config.autoConfigure(null);
        } else {
            Path file = kubeconfig == null ? Path.of(System.getProperty("user.home"), ".kube", "config") : kubeconfig;
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("--kubeconfig: " + file + " cannot be read");
            }
            try {
                config = Config.fromKubeconfig(context, file.toFile());
            } catch (KubernetesClientException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--kubeconfig: " + file + " is not a usable kubeconfig: " + e.getMessage(), e);
            }
        }
        Config quick = new ConfigBuilder(config)
                .withConnectionTimeout(TIMEOUT_MS)
                .withRequestTimeout(TIMEOUT_MS)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(quick).build();
    }
}
