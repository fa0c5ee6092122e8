package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.inferencenode.NodeObject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Makes the InferenceNodes that are missing. */
@ApplicationScoped
public class InferenceNodes {
    private final KubernetesClient client;
    private final ClusterCache cache;
    private final Leadership leadership;

    InferenceNodes(KubernetesClient client, ClusterCache cache, Leadership leadership) {
        this.client = client;
        this.cache = cache;
        this.leadership = leadership;
    }

    /**
     * Makes the InferenceNode of that name if there is none.
     *
     * @return whether it was made
     */
    boolean ensure(String name) {
        // The API server is asked: after a start the cache of InferenceNodes may be complete later than others.
        if (cache.node(name).isPresent()
                || client.resources(InferenceNode.class).withName(name).get() != null) {
            return false;
        }
        leadership.check();
        client.resource(NodeObject.desired(name, cache.kubernetesNode(name), Optional.empty()))
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(FieldManager.NAME)
                        .withForce(true)
                        .build());
        return true;
    }
}
