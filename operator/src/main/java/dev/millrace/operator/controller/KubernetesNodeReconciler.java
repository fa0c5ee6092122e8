package dev.millrace.operator.controller;

import io.fabric8.kubernetes.api.model.Node;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;

/** Makes the InferenceNode of a Kubernetes Node labelled for an agent; its labels and taints count for placement. */
@ControllerConfiguration(
        name = "kubernetes-nodes",
        informer = @Informer(labelSelector = "millrace.dev/agent in (true, static)"),
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true,
        fieldManager = FieldManager.NAME)
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
public class KubernetesNodeReconciler implements Reconciler<Node> {
    private final ClusterCache cache;
    private final Wakeups wakeups;
    private final Planning planning;
    private final InferenceNodes inferenceNodes;

    KubernetesNodeReconciler(ClusterCache cache, Wakeups wakeups, Planning planning, InferenceNodes inferenceNodes) {
        this.inferenceNodes = inferenceNodes;
        this.cache = cache;
        this.wakeups = wakeups;
        this.planning = planning;
    }

    @Override
    public List<EventSource<?, Node>> prepareEventSources(EventSourceContext<Node> context) {
        cache.kubernetesNodesFrom(context.getPrimaryCache());
        return List.of();
    }

    @Override
    public UpdateControl<Node> reconcile(Node node, Context<Node> context) {
        String name = node.getMetadata().getName();
        if (cache.node(name).isPresent() || context.isPrimaryResourceDeleted()) {
            wakeups.node(name);
            planning.trigger();
            return UpdateControl.noUpdate();
        }
        inferenceNodes.ensure(name);
        return UpdateControl.noUpdate();
    }
}
