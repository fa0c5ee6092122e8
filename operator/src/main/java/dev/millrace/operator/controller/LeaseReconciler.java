package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.inferencenode.Heartbeats;
import dev.millrace.operator.inferencenode.NodeObject;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Hears the agents' heartbeats, and makes the InferenceNode of an agent that has none. Its namespace is set at start. */
@ControllerConfiguration(
        name = LeaseReconciler.NAME,
        informer = @Informer(labelSelector = "app.kubernetes.io/component=node-agent"),
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true,
        fieldManager = FieldManager.NAME)
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
public class LeaseReconciler implements Reconciler<Lease> {
    /** Name of the controller, as it stands in the configuration. */
    public static final String NAME = "agent-leases";

    /** Label of a Lease that names the agent's node. */
    static final String NODE_LABEL = "millrace.dev/node";

    private static final Logger LOG = Logger.getLogger(LeaseReconciler.class);

    private final Heartbeats heartbeats;
    private final ClusterCache cache;
    private final Wakeups wakeups;
    private final Leadership leadership;

    LeaseReconciler(Heartbeats heartbeats, ClusterCache cache, Wakeups wakeups, Leadership leadership) {
        this.leadership = leadership;
        this.heartbeats = heartbeats;
        this.cache = cache;
        this.wakeups = wakeups;
    }

    @Override
    public List<EventSource<?, Lease>> prepareEventSources(EventSourceContext<Lease> context) {
        cache.leasesFrom(context.getPrimaryCache());
        return List.of();
    }

    @Override
    public UpdateControl<Lease> reconcile(Lease lease, Context<Lease> context) {
        String node = Objects.requireNonNullElse(lease.getMetadata().getLabels(), Map.<String, String>of())
                .get(NODE_LABEL);
        if (node == null) {
            return UpdateControl.noUpdate();
        }
        if (context.isPrimaryResourceDeleted()) {
            heartbeats.gone(node);
            wakeups.node(node);
            return UpdateControl.noUpdate();
        }
        boolean wasAlive = alive(node);
        if (lease.getSpec() != null && lease.getSpec().getRenewTime() != null) {
            heartbeats.seen(node, lease.getSpec().getRenewTime().toInstant(), Instant.now(), lostAfter(lease));
        }
        if (cache.node(node).isEmpty() && missing(node, context)) {
            create(node, context);
        } else if (wasAlive != alive(node)) {
            wakeups.node(node);
        }
        return UpdateControl.noUpdate();
    }

    /** The agent says itself how long its Lease holds: three of its heartbeats. */
    private static Duration lostAfter(Lease lease) {
        Integer seconds = lease.getSpec().getLeaseDurationSeconds();
        return seconds == null || seconds <= 0 ? Heartbeats.LOST_AFTER : Duration.ofSeconds(seconds);
    }

    private boolean alive(String node) {
        return heartbeats.remaining(node).filter(Duration::isPositive).isPresent();
    }

    /** Asks the API server: after a start the cache of nodes may be complete later than that of Leases. */
    static boolean missing(String node, Context<?> context) {
        return context.getClient().resources(InferenceNode.class).withName(node).get() == null;
    }

    private void create(String node, Context<Lease> context) {
        LOG.infof("InferenceNode %s: created for the Lease of its agent", node);
        leadership.check();
        context.getClient()
                .resource(NodeObject.desired(node, cache.kubernetesNode(node), Optional.empty()))
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(FieldManager.NAME)
                        .withForce(true)
                        .build());
    }
}
