package dev.millrace.cli.demo;

import dev.millrace.cli.load.AppObservation;
import dev.millrace.cli.load.LoadResult;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.DeviceLoad;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a demo showed.
 *
 * @param rows placed apps, sorted by node, device, namespace and name
 * @param devices predicted loads
 */
public record DemoReport(String algorithm, List<DemoRow> rows, List<Refusal> refusals, List<DeviceLoad> devices) {
    public DemoReport {
        rows = List.copyOf(rows);
        refusals = List.copyOf(refusals);
        devices = List.copyOf(devices);
    }

    /**
     * Joins a plan and the load on it.
     *
     * @throws IllegalStateException where a placed app was not served
     */
    public static DemoReport of(DemoPlan plan, LoadResult load) {
        if (!load.unserved().stream().allMatch(app -> isRefused(plan, app.ref()))) {
            throw new IllegalStateException("placed, but served by no agent: "
                    + load.unserved().stream()
                            .map(App::ref)
                            .filter(ref -> !isRefused(plan, ref))
                            .toList());
        }
        Map<AppRef, App> apps = plan.snapshot().appsByRef();
        Map<AppRef, AppObservation> observed = new TreeMap<>();
        load.observed().forEach(one -> observed.put(one.app(), one));
        List<DemoRow> rows = new ArrayList<>();
        for (AppOutcome outcome : plan.prediction().apps()) {
            App app = apps.get(outcome.app());
            AppObservation observation = observed.get(outcome.app());
            if (app != null && observation != null) {
                boolean emulated = outcome.replicas().stream()
                        .allMatch(replica ->
                                plan.emulated().contains(replica.assignment().device()));
                rows.add(new DemoRow(app, outcome, observation, emulated));
            }
        }
        rows.sort(java.util.Comparator.comparing((DemoRow row) ->
                        row.predicted().replicas().getFirst().assignment().device())
                .thenComparing(row -> row.app().ref()));
        return new DemoReport(
                plan.plan().algorithm(),
                rows,
                plan.plan().refusals(),
                plan.prediction().devices());
    }

    private static boolean isRefused(DemoPlan plan, AppRef app) {
        return plan.plan().refusals().stream().anyMatch(refusal -> refusal.app().equals(app));
    }

    /** Whether every placed app met its objective. */
    boolean allMet() {
        return rows.stream().allMatch(row -> row.observed().sloMet());
    }

    List<DemoRow> emulatedRows() {
        return rows.stream().filter(DemoRow::emulated).toList();
    }

    /** Mean over all requests to emulated devices as predicted, in ms: apps weigh as many requests as they sent. */
    double predictedMeanMs() {
        return weighted(row -> row.prediction().meanMs());
    }

    /** Mean over all requests to emulated devices as observed, in ms. */
    double observedMeanMs() {
        return weighted(row -> row.observed().response().meanMs());
    }

    private double weighted(ToDoubleFunction<DemoRow> value) {
        double sum = 0;
        long requests = 0;
        for (DemoRow row : emulatedRows()) {
            sum += value.applyAsDouble(row) * row.observed().answered();
            requests += row.observed().answered();
        }
        return sum / requests;
    }
}
