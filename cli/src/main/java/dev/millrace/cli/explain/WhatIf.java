package dev.millrace.cli.explain;

import dev.millrace.cli.plan.RememberingPredictor;
import dev.millrace.cli.report.Latencies;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.DeviceLoad;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.result.ResponseTime;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Predicts what one more assignment does: to the device, to the app itself, to everyone else. */
final class WhatIf {
    private final ClusterSnapshot snapshot;
    private final Map<AppRef, App> apps;
    private final PlanEvaluator evaluator;

    /**
     * @param predictor asked for the same nodes again and again
     */
    WhatIf(ClusterSnapshot snapshot, RememberingPredictor predictor, Accuracy accuracy) {
        this.snapshot = snapshot;
        this.evaluator = new PlanEvaluator(predictor, accuracy);
        this.apps = snapshot.appsByRef();
    }

    PlanEvaluation evaluate(Hosting hosting) {
        return evaluator.evaluate(snapshot, hosting.assignments(), hosting.disciplines());
    }

    /** The verdict on {@code added} beside {@code others}; loads, then the app's own objective, then everyone else's. */
    Verdict verdict(Hosting others, Assignment added) {
        PlanEvaluation before = evaluate(others);
        PlanEvaluation after = evaluate(others.with(added));
        return overload(after, added)
                .or(() -> ownObjective(after, added))
                .or(() -> harmed(before, after, added))
                .orElseGet(() -> fits(after, added));
    }

    private Optional<Verdict> overload(PlanEvaluation after, Assignment added) {
        double bound = snapshot.policy().maxUtilization();
        return after.devices().stream()
                .filter(load -> load.device().node().equals(added.device().node()) && load.load() > bound)
                .max(Comparator.comparing(DeviceLoad::load))
                .map(load -> new Verdict(
                        added.device(),
                        added.variant(),
                        load.device().equals(added.device())
                                ? RefusalReason.DeviceOverloaded
                                : RefusalReason.NodeCpuOverloaded,
                        String.format(
                                Locale.ROOT,
                                "The load of %s would be %.1f%%, over %.1f%%.",
                                load.device(),
                                100 * load.load(),
                                100 * bound),
                        null,
                        load.load(),
                        bound));
    }

    private Optional<Verdict> ownObjective(PlanEvaluation after, Assignment added) {
        return violation(after, added.app())
                .map(value -> new Verdict(
                        added.device(),
                        added.variant(),
                        RefusalReason.SLOViolated,
                        "Its own " + sentence(added.app(), value),
                        null,
                        value,
                        bound(added.app())));
    }

    /** Only what the newcomer breaks counts: an objective that is missed without it is not its doing. */
    private Optional<Verdict> harmed(PlanEvaluation before, PlanEvaluation after, Assignment added) {
        Optional<AppRef> worst = after.apps().stream()
                .map(AppOutcome::app)
                .filter(app ->
                        !app.equals(added.app()) && violation(before, app).isEmpty())
                .filter(app -> violation(after, app).isPresent())
                .max(Comparator.comparing(app -> violation(after, app).orElse(0.0) / bound(app)));
        return worst.map(app -> {
            double value = violation(after, app).orElse(Double.NaN);
            return new Verdict(
                    added.device(),
                    added.variant(),
                    RefusalReason.NeighbourSLOViolated,
                    app + " would be harmed: its " + sentence(app, value),
                    app,
                    value,
                    bound(app));
        });
    }

    private Verdict fits(PlanEvaluation after, Assignment added) {
        double value = value(after, added.app());
        App app = app(added.app());
        return new Verdict(
                added.device(),
                added.variant(),
                null,
                "It would fit: %s %s of %s."
                        .formatted(
                                app.slo().objective().label(),
                                Latencies.format(value),
                                Latencies.format(app.slo().latencyMs())),
                null,
                value,
                bound(added.app()));
    }

    private String sentence(AppRef ref, double value) {
        String objective = app(ref).slo().objective().label();
        String now = Double.isInfinite(value) ? "without bound" : Latencies.format(value);
        return objective + " would be " + now + ", over " + Latencies.format(bound(ref)) + ".";
    }

    /** The app's value of its objective where that breaks its bound. */
    private Optional<Double> violation(PlanEvaluation evaluation, AppRef app) {
        double value = value(evaluation, app);
        return value > bound(app) ? Optional.of(value) : Optional.empty();
    }

    private double value(PlanEvaluation evaluation, AppRef ref) {
        ResponseTime response = evaluation.app(ref).map(AppOutcome::response).orElse(null);
        boolean served = evaluation.app(ref).isPresent();
        return response != null
                ? app(ref).slo().objective().of(response)
                : served ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    /** The bound that plans keep: the objective less the policy's margin. */
    private double bound(AppRef app) {
        return app(app).slo().latencyMs() * (1 - snapshot.policy().safetyMargin());
    }

    private App app(AppRef ref) {
        return Objects.requireNonNull(apps.get(ref));
    }
}
