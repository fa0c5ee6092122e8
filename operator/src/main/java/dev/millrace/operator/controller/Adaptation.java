package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ProfilingTask;
import dev.millrace.operator.adaptation.MeasuredProfile;
import dev.millrace.operator.adaptation.Profiler;
import dev.millrace.operator.adaptation.ProfilingOutcome;
import dev.millrace.operator.adaptation.ProfilingPlan;
import dev.millrace.operator.adaptation.ResolvedDigest;
import dev.millrace.operator.adaptation.ServiceWatch;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.ClusterView;
import dev.millrace.placement.model.AppRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has unprofiled models measured and writes what was measured, or observed while serving, as ModelProfiles. Runs apart from
 * planning, which sees the new profile like any other.
 */
@ApplicationScoped
public class Adaptation {
    private static final Logger LOG = Logger.getLogger(Adaptation.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final ClusterCache cache;
    private final Planning planning;
    private final Wakeups wakeups;
    private final EventRecorder events;
    private final Profiler profiler = new Profiler(InstantSource.system());
    private final ServiceWatch services;
    private volatile ProfilingPlan plan = ProfilingPlan.NONE;
    private @Nullable ScheduledExecutorService timer;

    Adaptation(
            KubernetesClient client,
            ClusterCache cache,
            Planning planning,
            Wakeups wakeups,
            EventRecorder events,
            @ConfigProperty(name = "millrace.adaptation.period") Duration period) {
        this.client = client;
        this.cache = cache;
        this.planning = planning;
        this.wakeups = wakeups;
        this.events = events;
        this.services = new ServiceWatch(period);
    }

    void start() {
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("adaptation").daemon().factory());
        timer.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    /** What the node is to measure. */
    List<ProfilingTask> tasks(String node) {
        return plan.of(node);
    }

    /** One sentence about what is being measured for the app; null where nothing is. */
    @Nullable String profiling(AppRef app) {
        return plan.apps().get(app);
    }

    private void tick() {
        try {
            ClusterView view = cache.view();
            collect(view);
            adopt(profiler.next(view, planning.state()));
            for (ModelProfile drifted : services.observe(view, Instant.now())) {
                write(drifted, view, Reason.ProfileDrifted);
            }
        } catch (RuntimeException e) {
            LOG.warnf("profiling will be looked at again: %s", e.getMessage());
        }
    }

    private void adopt(ProfilingPlan next) {
        ProfilingPlan before = plan;
        plan = next;
        changed(before.tasks(), next.tasks()).forEach(wakeups::node);
        changed(before.apps(), next.apps()).forEach(wakeups::app);
    }

    private static <K, V> Set<K> changed(Map<K, V> before, Map<K, V> after) {
        Set<K> keys = new HashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> after.containsKey(key) && after.get(key).equals(before.get(key)));
        return keys;
    }

    private void collect(ClusterView view) {
        for (InferenceNode node : view.nodes()) {
            List<ProfilingTask> asked = plan.of(node.getMetadata().getName());
            if (asked.isEmpty()) {
                continue;
            }
            for (ProfilingOutcome outcome : ProfilingOutcome.of(node, asked, view.models())) {
                ResolvedDigest.missing(outcome).ifPresent(this::resolve);
                write(outcome.profile(), view, Reason.Profiled);
            }
        }
    }

    private void resolve(InferenceModel model) {
        client.resource(model).subresource("status").patch(apply());
    }

    private void write(ModelProfile profile, ClusterView view, Reason why) {
        ModelProfile standing = view.profiles().stream()
                .filter(other -> other.getMetadata()
                        .getName()
                        .equals(profile.getMetadata().getName()))
                .findFirst()
                .orElse(null);
        if (standing != null && (!MeasuredProfile.isOurs(standing) || MeasuredProfile.matches(standing, profile))) {
            return;
        }
        HasMetadata written = client.resource(profile).patch(apply());
        events.record(
                written, EventRecorder.NORMAL, why, profile.getSpec().source().reference());
    }

    private static PatchContext apply() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FieldManager.NAME)
                .withForce(true)
                .build();
    }
}
