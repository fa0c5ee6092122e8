package dev.millrace.agent.plan;

import dev.millrace.agent.device.Order;
import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.serving.RemoteTarget;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.ArrivalKind;
import dev.millrace.crds.v1alpha1.Assignment;
import dev.millrace.crds.v1alpha1.Discipline;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppSpec;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.crds.v1alpha1.NamespacedName;
import dev.millrace.crds.v1alpha1.ProfilingTask;
import dev.millrace.crds.v1alpha1.Route;
import dev.millrace.crds.v1alpha1.RouteTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves the objects of the API into a plan for one node. Pure: what cannot be served is said in the plan. */
public final class PlanCompiler {
    private static final double NANOS_PER_MS = 1e6;

    private final String nodeName;
    private final Inventory inventory;

    public PlanCompiler(String nodeName, Inventory inventory) {
        this.nodeName = nodeName;
        this.inventory = inventory;
    }

    public NodePlan compile(PlanInputs inputs) {
        InferenceNodeSpec spec = inputs.node().getSpec();
        Map<AppId, InferenceApp> apps = inputs.apps().stream()
                .collect(Collectors.toMap(
                        app -> new AppId(
                                app.getMetadata().getNamespace(),
                                app.getMetadata().getName()),
                        Function.identity(),
                        (first, second) -> second));
        Map<AppId, InferenceModel> models = inputs.models().stream()
                .collect(Collectors.toMap(
                        model -> new AppId(
                                model.getMetadata().getNamespace(),
                                model.getMetadata().getName()),
                        Function.identity(),
                        (first, second) -> second));
        CopyPlanner copies = new CopyPlanner(inventory, models, new Profiles(inputs.profiles()));
        Map<AppId, List<ReplicaPlan>> replicas = new TreeMap<>();
        if (spec != null && spec.assignments() != null) {
            for (Assignment assignment : spec.assignments()) {
                AppId id = id(assignment.app());
                replicas.computeIfAbsent(id, key -> new ArrayList<>()).add(copies.place(id, apps.get(id), assignment));
            }
        }
        Map<AppId, Route> routes = routes(spec);
        routes.keySet().forEach(id -> replicas.computeIfAbsent(id, key -> List.of()));
        List<AppPlan> plans = new ArrayList<>();
        replicas.forEach((id, list) -> plans.add(app(id, apps.get(id), list, routes.get(id))));
        long epoch = spec == null || spec.planEpoch() == null ? 0 : spec.planEpoch();
        return new NodePlan(epoch, orders(spec), copies.planned(), plans, profiling(spec, models, inputs.apps()));
    }

    private AppPlan app(AppId id, @Nullable InferenceApp app, List<ReplicaPlan> replicas, @Nullable Route route) {
        double ownShare = Double.NaN;
        List<RemoteTarget> targets = new ArrayList<>();
        if (route != null) {
            ownShare = 0;
            for (RouteTarget target : route.targets()) {
                if (target.node().equals(nodeName)) {
                    ownShare += target.share();
                } else {
                    targets.add(new RemoteTarget(
                            target.node(),
                            target.address(),
                            target.httpPort() == null ? 0 : target.httpPort(),
                            target.grpcPort() == null ? 0 : target.grpcPort(),
                            target.share()));
                }
            }
        }
        if (app == null) {
            return new AppPlan(id, 0, 0, 0, 0, null, 0, 0, replicas, ownShare, targets);
        }
        InferenceAppSpec spec = app.getSpec();
        double networkMs = spec.network() == null ? 0 : millis(spec.network().latency());
        double preprocessMs =
                spec.preprocess() == null ? 0 : millis(spec.preprocess().cpu());
        double sloMs = millis(spec.slo().latency());
        return new AppPlan(
                id,
                spec.arrivals().ratePerSecond(),
                arrivalCv2(spec),
                spec.priority() == null ? 0 : spec.priority(),
                Math.round(preprocessMs * NANOS_PER_MS),
                spec.preprocess() == null ? null : spec.preprocess().image(),
                Math.round((sloMs - networkMs) * NANOS_PER_MS),
                Math.round(networkMs * 1000),
                replicas,
                ownShare,
                targets);
    }

    private static double arrivalCv2(InferenceAppSpec spec) {
        if (spec.arrivals().process() == ArrivalKind.GENERAL && spec.arrivals().cv2() != null) {
            return spec.arrivals().cv2();
        }
        return spec.arrivals().process() == ArrivalKind.PERIODIC ? 0 : 1;
    }

    /** One of each: status has room for one result of a variant on a device. */
    private List<ProfilingPlan> profiling(
            @Nullable InferenceNodeSpec spec, Map<AppId, InferenceModel> models, List<InferenceApp> apps) {
        if (spec == null || spec.profiling() == null) {
            return List.of();
        }
        ProfilingPlanner planner = new ProfilingPlanner(inventory, models, apps);
        Map<List<Object>, ProfilingPlan> plans = new LinkedHashMap<>();
        for (ProfilingTask task : spec.profiling()) {
            plans.putIfAbsent(List.of(task.model(), task.variant(), task.device()), planner.plan(task));
        }
        return List.copyOf(plans.values());
    }

    private static Map<AppId, Route> routes(@Nullable InferenceNodeSpec spec) {
        Map<AppId, Route> routes = new TreeMap<>();
        if (spec != null && spec.routes() != null) {
            spec.routes().forEach(route -> routes.put(id(route.app()), route));
        }
        return routes;
    }

    private static Map<String, Order> orders(@Nullable InferenceNodeSpec spec) {
        Map<String, Order> orders = new HashMap<>();
        if (spec != null && spec.disciplines() != null) {
            spec.disciplines()
                    .forEach((device, discipline) ->
                            orders.put(device, discipline == Discipline.SWAP_AWARE ? Order.SWAP_AWARE : Order.FCFS));
        }
        return orders;
    }

    private static AppId id(NamespacedName name) {
        return new AppId(name.namespace(), name.name());
    }

    private static double millis(@Nullable String duration) {
        return duration == null ? 0 : Durations.millis(duration);
    }
}
