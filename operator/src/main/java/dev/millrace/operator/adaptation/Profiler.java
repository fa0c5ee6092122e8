package dev.millrace.operator.adaptation;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.ProfilingResult;
import dev.millrace.crds.v1alpha1.ProfilingState;
import dev.millrace.crds.v1alpha1.ProfilingTask;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AppDecision;
import dev.millrace.operator.planning.ClusterView;
import dev.millrace.operator.planning.PlanningState;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Has models measured that no profile is known of: on a device where the app may run, that is real, healthy and idle, one task
 * a device at a time and one device a type. A task stands until its device reports figures, or fails; then another device is
 * asked, and this one only after a pause. Used by one thread.
 */
public final class Profiler {
    static final Duration PAUSE = Duration.ofMinutes(5);
    private static final List<Integer> SINGLE = List.of(1);
    private static final List<Integer> BATCHES = List.of(1, 2, 4, 8);

    private final InstantSource clock;
    private final Map<ProfilingKey, Instant> failed = new HashMap<>();
    private ProfilingPlan plan = ProfilingPlan.NONE;

    /** Nothing is being measured yet. */
    public Profiler(InstantSource clock) {
        this.clock = clock;
    }

    /** What is to be measured from now on, so far as what stands does not have to change. */
    public ProfilingPlan next(ClusterView view, PlanningState state) {
        List<AppDecision> waiting = state.decisions().values().stream()
                .filter(decision -> decision.reason() == Reason.NoProfile)
                .sorted(Comparator.comparing(AppDecision::app))
                .toList();
        if (waiting.isEmpty()) {
            plan = ProfilingPlan.NONE;
            return plan;
        }
        noteFailures(view.nodes());
        Round round = new Round(view, state);
        waiting.forEach(decision -> round.serve(decision.app()));
        plan = round.plan();
        return plan;
    }

    private void noteFailures(List<InferenceNode> nodes) {
        Instant now = clock.instant();
        failed.values().removeIf(until -> !until.isAfter(now));
        for (InferenceNode node : nodes) {
            String name = node.getMetadata().getName();
            for (ProfilingResult result : results(node)) {
                ProfilingKey key = ProfilingKey.of(name, result);
                boolean ours = plan.of(name).stream()
                        .anyMatch(task -> ProfilingKey.of(name, task).equals(key));
                if (result.state() == ProfilingState.FAILED && ours) {
                    failed.putIfAbsent(key, now.plus(PAUSE));
                }
            }
        }
    }

    /** When a device that failed may be asked again. */
    public Optional<Instant> nextDue() {
        return failed.values().stream().min(Instant::compareTo);
    }

    static List<ProfilingResult> results(InferenceNode node) {
        return node.getStatus() == null || node.getStatus().profiles() == null
                ? List.of()
                : node.getStatus().profiles();
    }

    /** One distribution of tasks over devices. */
    private final class Round {
        private final PlanningState state;
        private final Map<AppRef, App> apps;
        private final Map<String, Node> planned = new HashMap<>();
        private final Map<AppRef, String> models = new HashMap<>();
        private final Map<String, InferenceModel> byName = new HashMap<>();
        private final Map<String, InferenceNode> nodes = new TreeMap<>();
        private final Set<DeviceRef> taken = new HashSet<>();
        private final Map<String, DeviceRef> measuring = new TreeMap<>();
        private final Map<String, List<ProfilingTask>> tasks = new TreeMap<>();
        private final Map<AppRef, String> sentences = new HashMap<>();

        Round(ClusterView view, PlanningState state) {
            this.state = state;
            var snapshot = SnapshotBuilder.build(
                            view.apps(),
                            view.models(),
                            view.profiles(),
                            view.nodes(),
                            view.policies(),
                            view.kubernetesTaints())
                    .snapshot();
            apps = snapshot.appsByRef();
            snapshot.nodes().forEach(node -> planned.put(node.name(), node));
            view.models().forEach(model -> byName.put(key(model), model));
            for (InferenceApp app : view.apps()) {
                models.put(
                        SnapshotBuilder.ref(app),
                        app.getMetadata().getNamespace() + "/"
                                + app.getSpec().modelRef().name());
            }
            view.nodes().forEach(node -> nodes.put(node.getMetadata().getName(), node));
            state.inForce().forEach(a -> taken.add(a.device()));
        }

        void serve(AppRef ref) {
            App app = apps.get(ref);
            InferenceModel model = byName.get(models.getOrDefault(ref, ""));
            if (app == null || model == null) {
                return;
            }
            List<String> places = new ArrayList<>();
            for (ModelVariant variant : model.getSpec().variants()) {
                nodes.forEach((name, node) -> {
                    for (DeviceStatus device : devices(node)) {
                        DeviceRef ref2 = new DeviceRef(name, device.name());
                        if (suits(app, variant, node, device)) {
                            assign(model, variant, device, ref2).ifPresent(places::add);
                        }
                    }
                });
            }
            if (!places.isEmpty()) {
                sentences.put(ref, "being measured on " + String.join(", ", places));
            }
        }

        /** The place where that variant is measured on that type of device, if this is the one. */
        private Optional<String> assign(
                InferenceModel model, ModelVariant variant, DeviceStatus device, DeviceRef place) {
            ProfilingKey key = new ProfilingKey(
                    model.getMetadata().getNamespace(),
                    model.getMetadata().getName(),
                    variant.name(),
                    place.node(),
                    place.device());
            String what = key(model) + "/" + variant.name() + "@" + device.type();
            DeviceRef where = measuring.getOrDefault(
                    what, standing(key, what, model, device).orElse(place));
            if (!where.equals(place) || failed.containsKey(key)) {
                return Optional.empty();
            }
            if (!measuring.containsKey(what)) {
                if (!taken.add(place)) {
                    return Optional.empty();
                }
                measuring.put(what, place);
                tasks.computeIfAbsent(place.node(), name -> new ArrayList<>())
                        .add(key.task(variant.deviceClass() == DeviceClass.GPU ? BATCHES : SINGLE));
            }
            return Optional.of(place.node() + "/" + place.device());
        }

        /** Where the same is being measured already, by the plan before; a task does not wander. */
        private Optional<DeviceRef> standing(ProfilingKey key, String what, InferenceModel model, DeviceStatus device) {
            return plan.tasks().entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream().map(task -> ProfilingKey.of(entry.getKey(), task)))
                    .filter(other -> other.namespace().equals(key.namespace())
                            && other.model().equals(key.model())
                            && other.variant().equals(key.variant())
                            && !failed.containsKey(other))
                    .map(other -> new DeviceRef(other.node(), other.device()))
                    .filter(ref -> !taken.contains(ref)
                            && nodes.containsKey(ref.node())
                            && devices(nodes.get(ref.node())).stream()
                                    .anyMatch(d -> d.name().equals(ref.device())
                                            && Objects.equals(d.type(), device.type())
                                            && usable(nodes.get(ref.node()), d)))
                    .findFirst();
        }

        private boolean suits(App app, ModelVariant variant, InferenceNode node, DeviceStatus device) {
            Node own = planned.get(node.getMetadata().getName());
            return own != null
                    && variant.deviceClass() != null
                    && variant.deviceClass() == device.deviceClass()
                    && usable(node, device)
                    && Admissible.on(own, app);
        }

        private boolean usable(InferenceNode node, DeviceStatus device) {
            return Conditions.isTrue(node.getStatus().conditions(), ConditionType.READY)
                    && device.health() != DeviceHealth.UNHEALTHY
                    && !Boolean.TRUE.equals(device.emulated());
        }

        ProfilingPlan plan() {
            return new ProfilingPlan(tasks, sentences);
        }
    }

    private static List<DeviceStatus> devices(InferenceNode node) {
        return node.getStatus() == null || node.getStatus().devices() == null
                ? List.of()
                : node.getStatus().devices();
    }

    private static String key(InferenceModel model) {
        return model.getMetadata().getNamespace() + "/" + model.getMetadata().getName();
    }
}
