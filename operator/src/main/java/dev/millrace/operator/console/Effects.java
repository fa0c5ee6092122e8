package dev.millrace.operator.console;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.operator.console.WhatIfDocument.Asked;
import dev.millrace.operator.console.WhatIfDocument.DeviceEffect;
import dev.millrace.operator.console.WhatIfDocument.Effect;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import dev.millrace.queueing.result.ResponseTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells the plan that would be from the plan that is. */
final class Effects {
    /** Changes below this are the predictor's rounding. */
    private static final double NOTICEABLE = 1e-6;

    private final Picture before;
    private final ClusterSnapshot snapshot;
    private final Plan plan;
    private final PlanEvaluation after;
    private final Map<AppRef, App> apps;

    Effects(Picture before, ClusterSnapshot snapshot, Plan plan, PlanEvaluation after) {
        this.before = before;
        this.snapshot = snapshot;
        this.plan = plan;
        this.after = after;
        this.apps = snapshot.appsByRef();
    }

    WhatIfDocument of(List<InferenceApp> asked) {
        Set<AppRef> wanted = new TreeSet<>();
        asked.forEach(app -> wanted.add(AppList.ref(app)));
        return new WhatIfDocument(
                List.of(),
                wanted.stream().map(this::asked).toList(),
                touched(wanted).stream().map(this::effect).toList(),
                devices());
    }

    private Asked asked(AppRef app) {
        Optional<Refusal> refusal =
                plan.refusals().stream().filter(r -> r.app().equals(app)).findFirst();
        List<String> candidates = refusal.stream()
                .flatMap(r -> r.candidates().stream())
                .map(c -> c.device() + ": " + c.message())
                .toList();
        Effect effect = effect(app);
        return new Asked(
                effect,
                refusal.map(r -> r.reason().name()).orElse("Placed"),
                refusal.map(Refusal::message).orElse("on " + String.join(", ", effect.to())),
                candidates);
    }

    /** Apps beside those asked about, moved or displaced, or whose times would change. */
    private Set<AppRef> touched(Set<AppRef> wanted) {
        Set<DeviceRef> devices = new HashSet<>();
        plan.assignments().stream().filter(a -> wanted.contains(a.app())).forEach(a -> devices.add(a.device()));
        Set<AppRef> touched = new TreeSet<>();
        snapshot.apps().stream()
                .map(App::ref)
                .filter(app -> !wanted.contains(app))
                .filter(app -> !places(before.assignments(), app).equals(places(plan.assignments(), app))
                        || differs(value(before.evaluation(), app, this::objective), value(after, app, this::objective))
                        || plan.assignments().stream()
                                .anyMatch(a -> a.app().equals(app) && devices.contains(a.device())))
                .forEach(touched::add);
        return touched;
    }

    private static boolean differs(@Nullable Double one, @Nullable Double other) {
        if (one == null || other == null) {
            return !Objects.equals(one, other);
        }
        return Math.abs(one - other) > NOTICEABLE * Math.max(one, other);
    }

    private Effect effect(AppRef ref) {
        App app = Objects.requireNonNull(apps.get(ref));
        List<String> to = places(plan.assignments(), ref);
        return new Effect(
                ref.namespace(),
                ref.name(),
                app.slo().objective().label(),
                app.slo().latencyMs(),
                value(before.evaluation(), ref, this::objective),
                value(after, ref, this::objective),
                value(before.evaluation(), ref, (outcome, response) -> response.quantileMs(0.95)),
                value(after, ref, (outcome, response) -> response.quantileMs(0.95)),
                places(before.assignments(), ref),
                to,
                !to.isEmpty(),
                after.app(ref).map(AppOutcome::sloMet).orElse(false));
    }

    private double objective(AppRef ref, ResponseTime response) {
        return Objects.requireNonNull(apps.get(ref)).slo().objective().of(response);
    }

    @FunctionalInterface
    private interface Statistic {
        double of(AppRef app, ResponseTime response);
    }

    private static @Nullable Double value(PlanEvaluation evaluation, AppRef app, Statistic statistic) {
        ResponseTime response = evaluation.app(app).map(AppOutcome::response).orElse(null);
        return response == null ? null : statistic.of(app, response);
    }

    private static List<String> places(List<Assignment> assignments, AppRef app) {
        return assignments.stream()
                .filter(a -> a.app().equals(app))
                .map(a -> a.device().toString())
                .sorted()
                .toList();
    }

    private List<DeviceEffect> devices() {
        Map<DeviceRef, Double> then = utilizations(before.evaluation());
        Map<DeviceRef, Double> now = utilizations(after);
        Set<DeviceRef> all = new TreeSet<>(then.keySet());
        all.addAll(now.keySet());
        return all.stream()
                .filter(device -> differs(then.get(device), now.get(device)))
                .sorted(Comparator.naturalOrder())
                .map(device -> new DeviceEffect(device.node(), device.device(), then.get(device), now.get(device)))
                .toList();
    }

    private static Map<DeviceRef, Double> utilizations(PlanEvaluation evaluation) {
        Map<DeviceRef, Double> byDevice = new TreeMap<>();
        evaluation.devices().forEach(load -> byDevice.put(load.device(), load.utilization()));
        return byDevice;
    }
}
