package dev.millrace.agent.node;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.ServiceTimes;
import dev.millrace.agent.image.ImagePreprocessor;
import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.plan.AppPlan;
import dev.millrace.agent.plan.NodePlan;
import dev.millrace.agent.plan.ReplicaPlan;
import dev.millrace.agent.serving.AppDirectory;
import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.serving.ModelSlot;
import dev.millrace.agent.serving.Replica;
import dev.millrace.agent.serving.ServedApp;
import dev.millrace.agent.serving.TokenBucket;
import dev.millrace.crds.v1alpha1.ImageStep;
import dev.millrace.crds.v1alpha1.TensorLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns a plan and what is loaded of it into the apps that requests find. Guarded by the runtime's lock. */
final class Publication {
    private record Contract(double ratePerSecond, double cv2, TokenBucket bucket) {}

    private final AppDirectory directory = new AppDirectory();
    private final AgentMetrics metrics;
    private final Map<AppId, Contract> contracts = new HashMap<>();
    private final Map<ModelSlot, Set<AppId>> served = new IdentityHashMap<>();

    Publication(AgentMetrics metrics) {
        this.metrics = metrics;
    }

    AppDirectory directory() {
        return directory;
    }

    /** Replicas that are ready take over; an app with none keeps those it had, as long as they are loaded. */
    void publish(NodePlan plan, Map<String, CopyHolder> current, List<CopyHolder> outgoing) {
        Map<String, ServedApp> before = directory.all();
        List<ServedApp> apps = new ArrayList<>();
        for (AppPlan app : plan.apps()) {
            List<Replica> replicas = new ArrayList<>();
            boolean complete = true;
            for (ReplicaPlan planned : app.replicas()) {
                ModelSlot slot = planned.copyId() == null ? null : slot(planned.copyId(), current, outgoing);
                if (slot != null) {
                    replicas.add(new Replica(slot, planned.share(), metrics.replica(app.id(), planned.device())));
                }
                complete &= slot != null || planned.copyId() == null;
            }
            ServedApp known = before.get(app.id().modelName());
            boolean serving = replicas.stream().anyMatch(replica -> replica.share() > 0);
            if (!complete && !serving && known != null) {
                replicas.addAll(kept(known, replicas, current, outgoing));
            }
            apps.add(served(app, replicas));
        }
        directory.replace(apps);
        remember(apps, outgoing);
        contracts
                .keySet()
                .removeIf(id -> plan.apps().stream().noneMatch(app -> app.id().equals(id)));
    }

    private void remember(List<ServedApp> apps, List<CopyHolder> outgoing) {
        served.keySet().removeIf(slot -> !uses(slot) && outgoing.stream().noneMatch(holder -> holder.slot() == slot));
        for (ServedApp app : apps) {
            for (Replica replica : app.replicas()) {
                served.computeIfAbsent(replica.slot(), slot -> new TreeSet<>()).add(app.id());
            }
        }
    }

    /** Whether requests can still find that slot. */
    boolean uses(ModelSlot slot) {
        return directory.all().values().stream()
                .anyMatch(app -> app.replicas().stream().anyMatch(replica -> replica.slot() == slot));
    }

    List<ReplicaState> states(NodePlan plan, Map<String, CopyHolder> current, List<CopyHolder> outgoing) {
        List<ReplicaState> states = new ArrayList<>();
        for (AppPlan app : plan.apps()) {
            for (ReplicaPlan planned : app.replicas()) {
                CopyHolder holder = planned.copyId() == null ? null : current.get(planned.copyId());
                states.add(
                        holder == null
                                ? new ReplicaState(
                                        app.id(),
                                        planned.device(),
                                        LoadState.FAILED,
                                        planned.reason(),
                                        planned.message(),
                                        serves(app.id(), planned.device()))
                                : new ReplicaState(
                                        app.id(),
                                        planned.device(),
                                        holder.state(),
                                        holder.reason(),
                                        holder.message(),
                                        serves(app.id(), planned.device())));
            }
        }
        for (CopyHolder old : outgoing) {
            ModelSlot slot = old.slot();
            if (slot != null && slot.inFlight() > 0) {
                for (AppId app : served.getOrDefault(slot, Set.of())) {
                    addDraining(states, app, slot.device());
                }
            }
        }
        return states;
    }

    /** Whether requests of the app find a copy on that device, be it the one to be replaced. */
    private boolean serves(AppId app, String device) {
        ServedApp served = directory.all().get(app.modelName());
        return served != null
                && served.replicas().stream()
                        .anyMatch(replica -> replica.slot().device().equals(device));
    }

    /** Whether an app whose replica that copy is to be is served there by another, older copy. */
    boolean servedByAnother(NodePlan plan, String copyId) {
        return plan.apps().stream()
                .anyMatch(app -> app.replicas().stream()
                        .anyMatch(planned -> copyId.equals(planned.copyId()) && serves(app.id(), planned.device())));
    }

    private static void addDraining(List<ReplicaState> states, AppId app, String device) {
        boolean listed = states.stream()
                .anyMatch(state -> state.app().equals(app) && state.device().equals(device));
        if (!listed) {
            states.add(new ReplicaState(
                    app, device, LoadState.DRAINING, "Unassigned", "its last requests are served", false));
        }
    }

    private static @Nullable ModelSlot slot(String id, Map<String, CopyHolder> current, List<CopyHolder> outgoing) {
        CopyHolder holder = current.get(id);
        if (holder != null && holder.slot() != null) {
            return holder.slot();
        }
        for (CopyHolder old : outgoing) {
            ModelSlot slot = old.slot();
            // One that drains or closes is listed too, but takes no requests: when a plan comes back it is loaded anew.
            if (old.plan().id().equals(id) && slot != null && !slot.retired()) {
                return slot;
            }
        }
        return null;
    }

    private static List<Replica> kept(
            ServedApp known, List<Replica> fresh, Map<String, CopyHolder> current, List<CopyHolder> outgoing) {
        List<Replica> kept = new ArrayList<>();
        for (Replica replica : known.replicas()) {
            boolean loaded = current.values().stream().anyMatch(holder -> holder.slot() == replica.slot())
                    || outgoing.stream().anyMatch(holder -> holder.slot() == replica.slot());
            boolean taken = fresh.stream().anyMatch(other -> other.slot() == replica.slot());
            if (loaded && !taken) {
                kept.add(replica);
            }
        }
        return kept;
    }

    private ServedApp served(AppPlan app, List<Replica> replicas) {
        Copy preprocess = app.preprocessNanos() == 0 && app.image() == null
                ? null
                : Copy.alone("preprocess:" + app.id(), ServiceTimes.constant(app.preprocessNanos()), 0);
        return new ServedApp(
                app.id(),
                bucket(app),
                app.priority(),
                preprocess,
                app.image() == null ? null : image(app.image()),
                app.dueNanos(),
                app.networkMicros(),
                replicas,
                app.ownShare(),
                app.targets());
    }

    private static ImagePreprocessor image(ImageStep step) {
        return new ImagePreprocessor(
                step.width(),
                step.height(),
                step.layout() == TensorLayout.NCHW,
                step.mean() == null ? List.of() : step.mean(),
                step.scale() == null ? List.of() : step.scale());
    }

    private @Nullable TokenBucket bucket(AppPlan app) {
        if (app.ratePerSecond() <= 0) {
            return null;
        }
        return contracts
                .compute(app.id(), (id, known) -> {
                    if (known != null
                            && known.ratePerSecond() == app.ratePerSecond()
                            && known.cv2() == app.arrivalCv2()) {
                        return known;
                    }
                    return new Contract(
                            app.ratePerSecond(),
                            app.arrivalCv2(),
                            new TokenBucket(app.ratePerSecond(), app.arrivalCv2(), System.nanoTime()));
                })
                .bucket();
    }
}
