package dev.millrace.cli.load;

import dev.millrace.cli.report.TextTable;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Objective;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Observed load for people; times in milliseconds. */
final class LoadTable {
    private LoadTable() {}

    static void print(LoadResult result, PrintWriter out) {
        TextTable table = new TextTable(
                "NAMESPACE",
                "APP",
                "SLO",
                "MET",
                "ATTAINMENT",
                "MEAN (95%)",
                "P50",
                "P90",
                "P95",
                "P99",
                "P99.9",
                "REQUESTS",
                "FAILED");
        for (AppObservation app : result.observed()) {
            table.row(
                    app.app().namespace(),
                    app.app().name(),
                    app.slo().toString(),
                    app.sloMet() ? "yes" : "NO",
                    percent(app.attainment()),
                    number(app.response().meanMs()) + " ± " + number(app.meanHalfWidthMs()),
                    quantile(app, Objective.P50),
                    quantile(app, Objective.P90),
                    quantile(app, Objective.P95),
                    quantile(app, Objective.P99),
                    quantile(app, Objective.P999),
                    Long.toString(app.requests()),
                    Long.toString(app.failed()));
        }
        table.print(out);
        failures(result).forEach((cause, count) -> out.println(count + " requests failed: " + cause));
        for (App app : result.unserved()) {
            out.println("Not served: " + app.ref());
        }
        out.flush();
    }

    private static Map<String, Long> failures(LoadResult result) {
        Map<String, Long> all = new TreeMap<>();
        result.observed().forEach(app -> app.failures().forEach((cause, count) -> all.merge(cause, count, Long::sum)));
        return all;
    }

    private static String quantile(AppObservation app, Objective objective) {
        return number(objective.of(app.response()));
    }

    private static String number(double ms) {
        return Double.isFinite(ms) ? String.format(Locale.ROOT, "%.1f", ms) : "-";
    }

    private static String percent(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f%%", 100 * ratio) : "-";
    }
}
