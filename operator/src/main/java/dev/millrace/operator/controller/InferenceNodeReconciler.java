package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.condition.ConditionState;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.inferencenode.ClusterSize;
import dev.millrace.operator.inferencenode.Heartbeats;
import dev.millrace.operator.inferencenode.NodeObject;
import dev.millrace.operator.inferencenode.NodeReadiness;
import dev.millrace.operator.inferencenode.NodeSignature;
import dev.millrace.operator.planning.NodeTarget;
import dev.millrace.placement.model.AppRef;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Observes an InferenceNode, publishes the condition Ready, applies the node's part of the plan and its labels. */
@ControllerConfiguration(
        name = "inferencenodes",
        informer = @Informer,
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true,
        fieldManager = FieldManager.NAME)
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
public class InferenceNodeReconciler implements Reconciler<InferenceNode> {
    /** A silent node is looked at again this often while it is open whether it is lost. */
    private static final Duration RECHECK = Duration.ofSeconds(2);

    /** The cache catches up with a conflict in about this time. */
    private static final Duration CONFLICT_RETRY = Duration.ofMillis(50);

    private final Heartbeats heartbeats;
    private final ClusterCache cache;
    private final Wakeups wakeups;
    private final Planning planning;
    private final Adaptation adaptation;
    private final EventRecorder events;
    private final Leadership leadership;
    private final Map<String, NodeSignature> signatures = new ConcurrentHashMap<>();

    InferenceNodeReconciler(
            Heartbeats heartbeats,
            ClusterCache cache,
            Wakeups wakeups,
            Planning planning,
            Adaptation adaptation,
            EventRecorder events,
            Leadership leadership) {
        this.leadership = leadership;
        this.heartbeats = heartbeats;
        this.cache = cache;
        this.wakeups = wakeups;
        this.planning = planning;
        this.adaptation = adaptation;
        this.events = events;
    }

    @Override
    public List<EventSource<?, InferenceNode>> prepareEventSources(EventSourceContext<InferenceNode> context) {
        cache.nodesFrom(context.getPrimaryCache());
        return List.of(wakeups.nodeSource());
    }

    @Override
    public UpdateControl<InferenceNode> reconcile(InferenceNode node, Context<InferenceNode> context) {
        String name = node.getMetadata().getName();
        if (context.isPrimaryResourceDeleted()) {
            signatures.remove(name);
            planning.trigger();
            return UpdateControl.noUpdate();
        }
        Optional<Duration> remaining = heartbeats.remaining(name);
        InferenceNode published = publish(node, readiness(name, remaining), context);
        notice(published);
        if (apply(published, context)) {
            return UpdateControl.<InferenceNode>noUpdate().rescheduleAfter(CONFLICT_RETRY);
        }
        Duration next = remaining.filter(Duration::isPositive).orElse(RECHECK);
        boolean maybeLostLater = heartbeats.warmingUp()
                || remaining.filter(Duration::isPositive).isPresent()
                || heartbeats.massSilence();
        return maybeLostLater
                ? UpdateControl.<InferenceNode>noUpdate().rescheduleAfter(next.plusMillis(1))
                : UpdateControl.noUpdate();
    }

    private ConditionState readiness(String node, Optional<Duration> remaining) {
        return remaining.isPresent() && !remaining.get().isPositive() && heartbeats.massSilence()
                ? NodeReadiness.undecided()
                : NodeReadiness.of(remaining, heartbeats.lostAfter(node));
    }

    private InferenceNode publish(InferenceNode node, ConditionState ready, Context<InferenceNode> context) {
        @Nullable List<Condition> before =
                node.getStatus() == null ? null : node.getStatus().conditions();
        Condition condition = Conditions.next(
                        before, List.of(ready), node.getMetadata().getGeneration(), Instant.now())
                .getFirst();
        Optional<Condition> standing = Conditions.find(before, ConditionType.READY);
        boolean tooEarlyToTell = standing.isPresent() && !ready.isTrue() && heartbeats.warmingUp();
        if (tooEarlyToTell || (standing.isPresent() && saysTheSame(standing.get(), condition))) {
            return node;
        }
        leadership.check();
        InferenceNode written = context.resourceOperations()
                .serverSideApplyPrimaryStatus(
                        NodeObject.status(node.getMetadata().getName(), condition));
        if (standing.isEmpty() || !condition.getStatus().equals(standing.get().getStatus())) {
            events.record(
                    node,
                    ready.isTrue() ? EventRecorder.NORMAL : EventRecorder.WARNING,
                    ready.reason(),
                    ready.message());
        }
        return written;
    }

    /** The generation alone is no reason to write: each new plan would cost a second write. */
    private static boolean saysTheSame(Condition one, Condition other) {
        return one.getStatus().equals(other.getStatus())
                && one.getReason().equals(other.getReason())
                && one.getMessage().equals(other.getMessage());
    }

    /** Passes on what the agent reported: to the planner if it matters to a plan, to the apps of the node in any case. */
    private void notice(InferenceNode node) {
        NodeTarget told = planning.state().nodes().get(node.getMetadata().getName());
        NodeSignature now = NodeSignature.of(node, told == null ? -1 : told.epoch());
        if (!now.equals(signatures.put(node.getMetadata().getName(), now))) {
            planning.trigger();
        }
        if (node.getStatus() != null && node.getStatus().apps() != null) {
            node.getStatus().apps().stream()
                    .map(app -> new AppRef(app.namespace(), app.name()))
                    .distinct()
                    .forEach(wakeups::app);
        }
    }

    /** True where the object has changed meanwhile and has to be looked at again. */
    private boolean apply(InferenceNode node, Context<InferenceNode> context) {
        String name = node.getMetadata().getName();
        Optional<NodeTarget> target =
                Optional.ofNullable(planning.state().nodes().get(name));
        if (target.isEmpty() && node.getSpec() != null && node.getSpec().planEpoch() != null) {
            // Before the first plan: an object without a spec, applied over this one, would take away what runs.
            return false;
        }
        InferenceNode desired = NodeObject.desired(
                name,
                ClusterSize.heartbeat(node, planning.state().nodes().size()),
                cache.kubernetesNode(name),
                target,
                adaptation.tasks(name));
        if (NodeObject.matches(node, desired, FieldManager.LABELS)) {
            return false;
        }
        if (NodeObject.newerThan(node, desired)) {
            // Somebody else has raised the epoch: the plan has to go beyond it before it is accepted.
            planning.trigger();
            return false;
        }
        leadership.check();
        // The plan was made on this object, or an older one: if it has changed since, it is looked at again first.
        desired.getMetadata().setResourceVersion(node.getMetadata().getResourceVersion());
        try {
            context.resourceOperations().serverSideApplyPrimary(desired);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return true;
        }
        return false;
    }
}
