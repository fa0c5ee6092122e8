package dev.millrace.operator.controller;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.inferenceapp.AppEvent;
import dev.millrace.operator.inferenceapp.AppObservation;
import dev.millrace.operator.inferenceapp.AppStatuses;
import dev.millrace.operator.inferenceapp.ObservedGate;
import dev.millrace.operator.inferenceapp.ObservedMerge;
import dev.millrace.operator.metrics.AppMetrics;
import dev.millrace.operator.planning.AgentReports;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Observes an InferenceApp and what the agents report of it, publishes its status, and applies its Service and EndpointSlices.
 * It decides nothing: where the app runs is the planner's.
 */
@ControllerConfiguration(
        name = "inferenceapps",
        informer = @Informer,
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true,
        fieldManager = FieldManager.NAME)
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
public class InferenceAppReconciler implements Reconciler<InferenceApp> {
    /** The Service of an app just placed is written by a reconcile of its own, behind the decisions that wait to be written. */
    private static final Duration BEHIND_DECISIONS = Duration.ofMillis(1);

    /** An app that is placed but was never served is looked at again this often while many others are not told yet. */
    private static final Duration WHILE_MANY_WAIT = Duration.ofMillis(500);

    /** A Service of another owner is looked at again this often; nothing tells when it goes. */
    private static final Duration CONFLICT_RECHECK = Duration.ofSeconds(10);

    private final ClusterCache cache;
    private final Planning planning;
    private final Wakeups wakeups;
    private final AppNetwork network;
    private final Adaptation adaptation;
    private final Traffic traffic;
    private final EventRecorder events;
    private final AppMetrics metrics;
    private final UnwrittenPlaces unwritten;
    private final Leadership leadership;
    private final ObservedGate gate = new ObservedGate();

    InferenceAppReconciler(
            ClusterCache cache,
            Planning planning,
            Wakeups wakeups,
            AppNetwork network,
            Adaptation adaptation,
            Traffic traffic,
            EventRecorder events,
            AppMetrics metrics,
            UnwrittenPlaces unwritten,
            Leadership leadership) {
        this.unwritten = unwritten;
        this.cache = cache;
        this.planning = planning;
        this.wakeups = wakeups;
        this.network = network;
        this.adaptation = adaptation;
        this.traffic = traffic;
        this.events = events;
        this.metrics = metrics;
        this.leadership = leadership;
    }

    @Override
    public List<EventSource<?, InferenceApp>> prepareEventSources(EventSourceContext<InferenceApp> context) {
        cache.appsFrom(context.getPrimaryCache());
        List<EventSource<?, InferenceApp>> sources = new ArrayList<>(network.sources(context));
        sources.add(wakeups.appSource());
        return sources;
    }

    @Override
    public UpdateControl<InferenceApp> reconcile(InferenceApp app, Context<InferenceApp> context) {
        AppRef ref =
                new AppRef(app.getMetadata().getNamespace(), app.getMetadata().getName());
        if (context.isPrimaryResourceDeleted()) {
            gate.forget(ref);
            traffic.forget(ref);
            metrics.forget(ref);
            unwritten.written(ref);
            planning.trigger();
            return UpdateControl.noUpdate();
        }
        Optional<AppDecision> decision =
                planning.state().decision(ref, app.getMetadata().getUid());
        if (decision.isEmpty()
                || decision.get().generation() < app.getMetadata().getGeneration()) {
            planning.trigger();
        }
        if (decision.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        boolean told = decision.get().placed() && !justPlaced(app, decision.get());
        if (told && unwritten.many() && !network.serves(app)) {
            unwritten.written(ref);
            return UpdateControl.<InferenceApp>noUpdate().rescheduleAfter(WHILE_MANY_WAIT);
        }
        AppObservation seen = observe(app, ref, decision.get(), context);
        leadership.check();
        try {
            publish(seen, context);
            unwritten.written(ref);
            if (justPlaced(app, decision.get())) {
                return UpdateControl.<InferenceApp>noUpdate().rescheduleAfter(BEHIND_DECISIONS);
            }
            network.apply(seen, context);
        } catch (KubernetesClientException e) {
            if (GoingAway.says(e)) {
                return UpdateControl.noUpdate();
            }
            throw e;
        }
        return seen.serviceConflict()
                ? UpdateControl.<InferenceApp>noUpdate().rescheduleAfter(CONFLICT_RECHECK)
                : UpdateControl.noUpdate();
    }

    private static boolean justPlaced(InferenceApp app, AppDecision decision) {
        return decision.placed()
                && (app.getStatus() == null
                        || !Conditions.isTrue(app.getStatus().conditions(), ConditionType.PLACED));
    }

    private AppObservation observe(InferenceApp app, AppRef ref, AppDecision decision, Context<InferenceApp> context) {
        List<Assignment> inForce = planning.state().inForce(ref);
        List<InferenceNode> nodes = Stream.concat(inForce.stream(), decision.assignments().stream())
                .map(assignment -> assignment.device().node())
                .distinct()
                .flatMap(node -> cache.node(node).stream())
                .toList();
        AgentReports reports = AgentReports.of(nodes);
        Map<String, AgentInfo> agents = new HashMap<>();
        for (InferenceNode node : nodes) {
            if (node.getStatus() != null && node.getStatus().agent() != null) {
                agents.put(node.getMetadata().getName(), node.getStatus().agent());
            }
        }
        boolean conflict = decision.placed() && !justPlaced(app, decision) && network.conflicts(app, context);
        ObservedLatency observed = decision.placed() ? observed(app, ref, inForce, reports) : null;
        if (decision.placed() && traffic.changed(app, inForce, reports)) {
            planning.trigger();
        }
        return new AppObservation(
                app, decision, inForce, reports, agents, conflict, observed, adaptation.profiling(ref));
    }

    private @Nullable ObservedLatency observed(
            InferenceApp app, AppRef ref, List<Assignment> inForce, AgentReports reports) {
        Instant now = Instant.now();
        ObservedLatency before =
                app.getStatus() == null ? null : app.getStatus().observed();
        if (!gate.open(ref, now)) {
            return before;
        }
        Optional<ObservedMerge.Observed> merged = ObservedMerge.of(
                inForce, reports, Durations.millis(app.getSpec().slo().latency()));
        merged.ifPresent(fresh -> metrics.attained(app, fresh.attainment()));
        return gate.pass(
                ref,
                app.getSpec().slo(),
                before,
                merged.map(ObservedMerge.Observed::latency).orElse(null),
                now);
    }

    private void publish(AppObservation seen, Context<InferenceApp> context) {
        InferenceAppStatus before = seen.app().getStatus();
        InferenceAppStatus after = AppStatuses.of(seen, Instant.now());
        metrics.published(seen.app(), after);
        if (after.equals(before)) {
            return;
        }
        InferenceApp written = new InferenceApp();
        written.setMetadata(new ObjectMetaBuilder()
                .withNamespace(seen.app().getMetadata().getNamespace())
                .withName(seen.app().getMetadata().getName())
                .build());
        written.setStatus(after);
        context.resourceOperations().serverSideApplyPrimaryStatus(written);
        for (AppEvent event : AppEvent.between(before, after)) {
            events.record(
                    seen.app(),
                    event.warning() ? EventRecorder.WARNING : EventRecorder.NORMAL,
                    event.reason(),
                    event.note());
        }
    }
}
