package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The cluster does not serve a kind that the operator watches: its CRD is missing, or of another version. */
public final class MissingKindsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final List<Class<? extends HasMetadata>> WATCHED = List.of(
            InferenceApp.class, InferenceModel.class, InferenceNode.class, ModelProfile.class, PlacementPolicy.class);

    private MissingKindsException(Set<String> kinds) {
        super("the cluster serves no " + String.join(", ", kinds) + " of "
                + HasMetadata.getApiVersion(InferenceApp.class));
    }

    /** Asks the cluster's discovery, which needs no permission. */
    static void check(KubernetesClient client) {
        Set<String> missing = new TreeSet<>();
        WATCHED.forEach(type -> missing.add(HasMetadata.getKind(type)));
        APIResourceList served = client.getApiResources(HasMetadata.getApiVersion(InferenceApp.class));
        if (served != null) {
            served.getResources().stream().map(APIResource::getKind).forEach(missing::remove);
        }
        if (!missing.isEmpty()) {
            throw new MissingKindsException(missing);
        }
    }
}
