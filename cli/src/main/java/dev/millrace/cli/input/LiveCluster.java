package dev.millrace.cli.input;

import dev.millrace.cli.GlobalOptions;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The cluster that the kubeconfig names. Only read, never written. */
final class LiveCluster {
    private static final Path SERVICE_ACCOUNT = Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH);
    private static final int NOT_FOUND = 404;

    private final Config config;

    private LiveCluster(Config config) {
        this.config = config;
    }

    /**
     * Finds the cluster as kubectl does: {@code --kubeconfig}, {@code KUBECONFIG}, {@code ~/.kube/config}, then a Pod's own.
     *
     * @throws BadInputException where there is none, or the context is unknown
     */
    static LiveCluster connect(GlobalOptions global) {
        Config config;
        if (global.kubeconfig() != null) {
            File file = new File(global.kubeconfig());
            if (!file.isFile()) {
                throw new BadInputException("--kubeconfig: there is no file " + file);
            }
            config = Config.fromKubeconfig(global.context(), file);
        } else if (hasKubeconfig() || Files.exists(SERVICE_ACCOUNT)) {
            config = Config.autoConfigure(global.context());
        } else {
            throw new BadInputException(
                    "No manifests and no cluster to read. Maybe name manifests with -f, or a kubeconfig with --kubeconfig.");
        }
        if (global.context() != null
                && config.getContexts().stream()
                        .noneMatch(context -> global.context().equals(context.getName()))) {
            throw new BadInputException("--context: the kubeconfig has no context " + global.context());
        }
        // A question to an API server that is gone is to fail within seconds, not after ten retries.
        config.setConnectionTimeout(5_000);
        config.setRequestRetryBackoffLimit(2);
        return new LiveCluster(config);
    }

    private static boolean hasKubeconfig() {
        String variable = System.getenv("KUBECONFIG");
        Stream<String> candidates = variable == null || variable.isBlank()
                ? Stream.of(System.getProperty("user.home") + "/.kube/config")
                : Stream.of(variable.split(File.pathSeparator));
        return candidates.anyMatch(file -> new File(file).isFile());
    }

    /** The namespace of the context; {@code default} where it names none. */
    String namespace() {
        return Objects.requireNonNullElse(config.getNamespace(), "default");
    }

    /**
     * All objects of the cluster.
     *
     * @throws BadInputException where the cluster cannot be reached, refuses, or has no Millrace
     */
    Manifests read() {
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            return new Manifests(
                    list(client, InferenceApp.class),
                    list(client, InferenceModel.class),
                    list(client, ModelProfile.class),
                    list(client, InferenceNode.class),
                    list(client, PlacementPolicy.class),
                    List.of());
        } catch (KubernetesClientException e) {
            throw new BadInputException("cluster " + config.getMasterUrl() + ": " + reason(e));
        }
    }

    private static <T extends HasMetadata> List<T> list(KubernetesClient client, Class<T> type) {
        return client.resources(type).inAnyNamespace().list().getItems();
    }

    private static String reason(KubernetesClientException e) {
        if (e.getCode() == NOT_FOUND) {
            return "it has no Millrace kinds. Maybe install them: millrace crds | kubectl apply --server-side -f -";
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = e.getCode() > 0 || cause.getMessage() == null ? e.getMessage() : cause.getMessage();
        String name = cause == e ? "" : cause.getClass().getSimpleName() + ": ";
        return name + String.valueOf(message).lines().findFirst().orElse("");
    }
}
