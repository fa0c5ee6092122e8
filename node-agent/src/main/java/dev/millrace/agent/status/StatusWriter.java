package dev.millrace.agent.status;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.node.NodeRuntime;
import dev.millrace.agent.node.ReplicaState;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.serving.AppId;
import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the node's status by server-side apply, only when it has changed. Used by one thread. */
public final class StatusWriter {
    public static final String FIELD_MANAGER = "millrace-agent";

    private record Key(AppId app, String device) {}

    private final KubernetesClient client;
    private final NodeStatusBuilder builder;
    private final NodeRuntime runtime;
    private final AgentMetrics metrics;
    private final Map<Key, ObservedWindow> windows = new HashMap<>();
    private @Nullable InferenceNodeStatus written;
    private @Nullable String writtenUid;

    public StatusWriter(
            KubernetesClient client, Inventory inventory, AgentInfo agent, NodeRuntime runtime, AgentMetrics metrics) {
        this.client = client;
        this.builder = new NodeStatusBuilder(inventory, agent, runtime, metrics.services());
        this.runtime = runtime;
        this.metrics = metrics;
    }

    /** Takes in the last ten seconds of observations. */
    public void observe() {
        Map<Key, ObservedWindow> kept = new HashMap<>();
        for (ReplicaState state : runtime.states()) {
            Key key = new Key(state.app(), state.device());
            ObservedWindow window = windows.computeIfAbsent(key, missing -> new ObservedWindow());
            window.add(metrics.replica(state.app(), state.device()).observed().take());
            kept.put(key, window);
        }
        windows.keySet().retainAll(kept.keySet());
    }

    /**
     * Writes the status if it differs from what was written last.
     *
     * @param node the node as last seen; without one there is nothing to write to
     * @throws io.fabric8.kubernetes.client.KubernetesClientException where the API server does not take it
     */
    public void write(InferenceNode node) {
        List<Condition> known = written != null
                ? written.conditions()
                : node.getStatus() == null || node.getStatus().conditions() == null
                        ? List.of()
                        : node.getStatus().conditions();
        long now = System.nanoTime();
        Long generation = node.getMetadata().getGeneration();
        InferenceNodeStatus status = builder.build(
                (app, device) -> {
                    ObservedWindow window = windows.get(new Key(app, device));
                    return window == null ? Optional.empty() : window.current(now);
                },
                known,
                generation == null ? 0 : generation);
        String uid = node.getMetadata().getUid();
        if (status.equals(written) && uid.equals(writtenUid)) {
            return;
        }
        InferenceNode patch = new InferenceNode();
        patch.setMetadata(
                new ObjectMetaBuilder().withName(node.getMetadata().getName()).build());
        patch.setStatus(status);
        client.resource(patch)
                .subresource("status")
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(FIELD_MANAGER)
                        .withForce(true)
                        .build());
        written = status;
        writtenUid = uid;
    }
}
