package dev.millrace.cli.demo.cluster;

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
import java.nio.file.Path;
import java.util.List;

/** What the cluster says, read only. */
final class LiveObjects implements AutoCloseable {

    private final KubernetesClient client;

    LiveObjects(Path kubeconfig) {
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    List<InferenceApp> apps() {
        return list(InferenceApp.class);
    }

    List<InferenceNode> nodes() {
        return list(InferenceNode.class);
    }

    Manifests all() {
        return new Manifests(
                apps(),
                list(InferenceModel.class),
                list(ModelProfile.class),
                nodes(),
                list(PlacementPolicy.class),
                List.of());
    }

    private <T extends HasMetadata> List<T> list(Class<T> type) {
        return client.resources(type).inAnyNamespace().list().getItems();
    }

    @Override
    public void close() {
        client.close();
    }
}
