package dev.millrace.agent.cluster;

import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Follows the objects that a plan is made of. With the API server gone it keeps trying and shows what it saw last. */
public final class ClusterWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ClusterWatch.class);

    private final AtomicBoolean complained = new AtomicBoolean();
    private final SharedIndexInformer<InferenceNode> nodes;
    private final SharedIndexInformer<InferenceApp> apps;
    private final SharedIndexInformer<InferenceModel> models;
    private final SharedIndexInformer<ModelProfile> profiles;
    private final Runnable changed;

    /** @param changed called after each change, on threads of the client; must not block */
    public ClusterWatch(KubernetesClient client, String node, Runnable changed) {
        this.changed = changed;
        this.nodes = client.resources(InferenceNode.class).withName(node).runnableInformer(0);
        this.apps = client.resources(InferenceApp.class).inAnyNamespace().runnableInformer(0);
        this.models = client.resources(InferenceModel.class).inAnyNamespace().runnableInformer(0);
        this.profiles = client.resources(ModelProfile.class).runnableInformer(0);
    }

    public void start() {
        all().forEach(this::start);
    }

    /** Everything needed for a plan, once it has all been seen; empty before, or while there is no such node. */
    public Optional<PlanInputs> inputs() {
        InferenceNode node = node();
        if (node == null || !all().stream().allMatch(SharedIndexInformer::hasSynced)) {
            return Optional.empty();
        }
        return Optional.of(new PlanInputs(
                node,
                apps.getStore().list(),
                models.getStore().list(),
                profiles.getStore().list()));
    }

    /** The node as it was last seen, or null. */
    public @Nullable InferenceNode node() {
        List<InferenceNode> found = nodes.getStore().list();
        return found.isEmpty() ? null : found.getFirst();
    }

    private List<SharedIndexInformer<? extends HasMetadata>> all() {
        return List.of(nodes, apps, models, profiles);
    }

    private <T extends HasMetadata> void start(SharedIndexInformer<T> informer) {
        informer.addEventHandler(new ResourceEventHandler<T>() {
            @Override
            public void onAdd(T added) {
                changed.run();
            }

            @Override
            public void onUpdate(T before, T after) {
                changed.run();
            }

            @Override
            public void onDelete(T deleted, boolean stateUnknown) {
                changed.run();
            }

            @Override
            public void onNothing() {
                changed.run();
            }
        });
        informer.exceptionHandler((started, error) -> tryAgain(error));
        informer.start().thenRun(() -> {
            LOG.debugf("%s are seen", informer.getApiTypeClass().getSimpleName());
            changed.run();
        });
    }

    /** Always: the agent outlives the API server. Said once, for it may take hours. */
    private boolean tryAgain(Throwable error) {
        if (complained.compareAndSet(false, true)) {
            Throwable cause = error.getCause() == null ? error : error.getCause();
            LOG.warnf("the API server is not to be reached, the agent keeps trying: %s", cause.getMessage());
        }
        return true;
    }

    @Override
    public void close() {
        all().forEach(SharedIndexInformer::stop);
    }
}
