package dev.millrace.operator.controller;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import dev.millrace.crds.v1alpha1.Taint;
import dev.millrace.operator.planning.ClusterView;
import dev.millrace.placement.model.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The informer caches, one a kind. Apps, InferenceNodes and Kubernetes Nodes are the controllers' own; models, profiles and
 * policies, which nothing is written to, are watched here.
 */
@ApplicationScoped
public class ClusterCache {
    /** On a node whose agent is about to end: known to the planner alone. */
    private static final Taint LEAVING = new Taint("millrace.dev/agent-restart", null, "NoSchedule", null);

    private final KubernetesClient client;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

    private volatile @Nullable IndexedResourceCache<InferenceApp> apps;
    private volatile @Nullable IndexedResourceCache<InferenceNode> nodes;
    private volatile @Nullable IndexedResourceCache<Node> kubernetesNodes;
    private final Set<String> namespaces;
    private volatile Optional<String> leaving = Optional.empty();
    private final List<SharedIndexInformer<InferenceModel>> models = new ArrayList<>();
    private @Nullable SharedIndexInformer<ModelProfile> profiles;
    private @Nullable SharedIndexInformer<PlacementPolicy> policies;

    ClusterCache(KubernetesClient client, @ConfigProperty(name = "millrace.watch-namespaces") Set<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    /** Watches models, profiles and policies; returns once they are listed. */
    void start(Runnable onChange) {
        if (everywhere()) {
            models.add(watch(
                    client.resources(InferenceModel.class).inAnyNamespace().runnableInformer(0), onChange));
        } else {
            namespaces.forEach(namespace -> models.add(watch(
                    client.resources(InferenceModel.class)
                            .inNamespace(namespace)
                            .runnableInformer(0),
                    onChange)));
        }
        profiles = watch(client.resources(ModelProfile.class).runnableInformer(0), onChange);
        policies = watch(client.resources(PlacementPolicy.class).runnableInformer(0), onChange);
    }

    void stop() {
        informers.forEach(SharedIndexInformer::stop);
    }

    void appsFrom(IndexedResourceCache<InferenceApp> cache) {
        apps = cache;
    }

    void nodesFrom(IndexedResourceCache<InferenceNode> cache) {
        nodes = cache;
    }

    void kubernetesNodesFrom(IndexedResourceCache<Node> cache) {
        kubernetesNodes = cache;
    }

    /** @param node on which no app is to be; empty: there is none such */
    void leave(Optional<String> node) {
        leaving = node;
    }

    /** Whether there is such an app. */
    boolean holds(AppRef app) {
        IndexedResourceCache<InferenceApp> cache = apps;
        return cache != null
                && cache.get(new ResourceID(app.name(), app.namespace())).isPresent();
    }

    /** Everything a plan depends on, as the caches hold it now. */
    public ClusterView view() {
        Map<String, List<Taint>> taints = new HashMap<>();
        list(kubernetesNodes).forEach(node -> taints.put(node.getMetadata().getName(), taints(node)));
        leaving.ifPresent(node -> taints.merge(
                node,
                List.of(LEAVING),
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
        return new ClusterView(
                apps(),
                models.stream().flatMap(each -> list(each).stream()).toList(),
                list(profiles),
                nodes(),
                list(policies).stream()
                        .filter(policy -> SnapshotBuilder.POLICY.equals(
                                policy.getMetadata().getName()))
                        .toList(),
                taints);
    }

    /**
     * All InferenceNodes, with what this process has written of them. The watch does not tell of that a second time, so a pass
     * that missed the loss of an agent would not be followed by one that sees it.
     */
    List<InferenceNode> nodes() {
        IndexedResourceCache<InferenceNode> cache = nodes;
        return cache == null
                ? List.of()
                : cache.list()
                        .map(node -> cache.get(ResourceID.fromResource(node)).orElse(node))
                        .toList();
    }

    /** All InferenceApps of the watched namespaces. */
    List<InferenceApp> apps() {
        List<InferenceApp> all = list(apps);
        return everywhere()
                ? all
                : all.stream()
                        .filter(app -> namespaces.contains(app.getMetadata().getNamespace()))
                        .toList();
    }

    private boolean everywhere() {
        return namespaces.contains(Constants.WATCH_ALL_NAMESPACES);
    }

    Optional<InferenceNode> node(String name) {
        IndexedResourceCache<InferenceNode> cache = nodes;
        return cache == null ? Optional.empty() : cache.get(new ResourceID(name));
    }

    Optional<Node> kubernetesNode(String name) {
        IndexedResourceCache<Node> cache = kubernetesNodes;
        return cache == null ? Optional.empty() : cache.get(new ResourceID(name));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> watch(SharedIndexInformer<T> informer, Runnable onChange) {
        informers.add(informer);
        informer.addEventHandler(new Changes<>(onChange));
        informer.exceptionHandler((started, failure) -> started || ListFailure.mayPass(failure));
        informer.run();
        return informer;
    }

    private static <T extends HasMetadata> List<T> list(@Nullable IndexedResourceCache<T> cache) {
        return cache == null ? List.of() : cache.list().toList();
    }

    private static <T extends HasMetadata> List<T> list(@Nullable SharedIndexInformer<T> informer) {
        return informer == null ? List.of() : informer.getStore().list();
    }

    private static List<Taint> taints(Node node) {
        if (node.getSpec() == null || node.getSpec().getTaints() == null) {
            return List.of();
        }
        return node.getSpec().getTaints().stream()
                .map(taint -> new Taint(taint.getKey(), taint.getValue(), taint.getEffect(), taint.getTimeAdded()))
                .toList();
    }

    private record Changes<T>(Runnable onChange) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            onChange.run();
        }

        @Override
        public void onUpdate(T before, T after) {
            onChange.run();
        }

        @Override
        public void onDelete(T deleted, boolean finalStateUnknown) {
            onChange.run();
        }
    }
}
