package dev.millrace.cli.plan;

import dev.millrace.cli.input.Situation;
import dev.millrace.cli.report.Latencies;
import dev.millrace.cli.report.TextTable;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.Stress;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.Accuracy;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Who would break first if all profiles were too low by some percent.
 *
 * @param apps the apps of the plan, the one furthest over its bound first
 */
record StressReport(double percent, List<StressedApp> apps) {
    private static final double HUNDRED = 100;

    StressReport {
        apps = List.copyOf(apps);
    }

    /** Predicts the plan again with slower models; who runs where, and how devices serve, stays. */
    static StressReport of(Situation situation, Planning planning, double percent) {
        Plan plan = planning.plan();
        ClusterSnapshot slowed = Stress.slowed(situation.snapshot(), 1 + percent / HUNDRED);
        PlanEvaluation stressed = new PlanEvaluator(planning.predictor(), Accuracy.ACCURATE)
                .evaluate(slowed, plan.assignments(), plan.disciplines());
        Map<AppRef, App> apps = slowed.appsByRef();
        String namespace = situation.namespace();
        List<StressedApp> rows = stressed.apps().stream()
                .filter(outcome ->
                        namespace == null || outcome.app().namespace().equals(namespace))
                .map(outcome -> {
                    App app = Objects.requireNonNull(apps.get(outcome.app()));
                    double planned = planning.evaluation()
                            .app(outcome.app())
                            .map(before -> value(app, before))
                            .orElse(Double.NaN);
                    return new StressedApp(outcome.app(), app.slo(), planned, value(app, outcome));
                })
                .sorted(Comparator.comparingDouble(StressedApp::ofBound)
                        .reversed()
                        .thenComparing(StressedApp::app))
                .toList();
        return new StressReport(percent, rows);
    }

    private static double value(App app, AppOutcome outcome) {
        return outcome.response() == null
                ? Double.POSITIVE_INFINITY
                : app.slo().objective().of(outcome.response());
    }

    private long breaking() {
        return apps.stream().filter(StressedApp::breaks).count();
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("percent", percent);
        document.put("breaking", breaking());
        document.put("apps", apps.stream().map(StressedApp::document).toList());
        return document;
    }

    void print(PrintWriter out) {
        String slower = percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
        out.println();
        out.println("If every model took %s%% longer, %d of %d apps would miss their SLO%s"
                .formatted(slower, breaking(), apps.size(), apps.isEmpty() ? "." : ":"));
        if (!apps.isEmpty()) {
            TextTable table = new TextTable("NAMESPACE", "NAME", "SLO", "PLANNED", "STRESSED", "OF BOUND", "BREAKS");
            apps.forEach(app -> table.row(
                    app.app().namespace(),
                    app.app().name(),
                    app.slo().toString(),
                    text(app.plannedMs()),
                    text(app.stressedMs()),
                    Double.isFinite(app.stressedMs())
                            ? String.format(Locale.ROOT, "%.1f%%", HUNDRED * app.ofBound())
                            : "-",
                    app.breaks() ? "yes" : "no"));
            table.print(out);
        }
        out.flush();
    }

    private static String text(double ms) {
        return Double.isFinite(ms) ? Latencies.format(ms) : "overload";
    }
}
