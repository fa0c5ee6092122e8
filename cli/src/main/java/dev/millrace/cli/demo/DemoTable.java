package dev.millrace.cli.demo;

import dev.millrace.cli.report.TextTable;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.Refusal;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** The demo's result for people; times in milliseconds. */
final class DemoTable {
    private DemoTable() {}

    static void print(DemoReport report, PrintWriter out) {
        TextTable table = new TextTable(
                "APP",
                "NODE/DEVICE",
                "SLO",
                "PRED P95",
                "OBS P95",
                "PRED MEAN",
                "OBS MEAN (95%)",
                "ERROR",
                "ATTAINMENT",
                "MET");
        report.rows()
                .forEach(row -> table.row(
                        row.app().ref().toString(),
                        devices(row),
                        row.app().slo().toString(),
                        number(row.prediction().quantileMs(0.95)),
                        number(row.observed().response().quantileMs(0.95)),
                        number(row.prediction().meanMs()),
                        number(row.observed().response().meanMs()) + " ± "
                                + number(row.observed().meanHalfWidthMs()),
                        String.format(Locale.ROOT, "%+.1f%%", 100 * row.meanError()),
                        String.format(
                                Locale.ROOT, "%.2f%%", 100 * row.observed().attainment()),
                        row.observed().sloMet() ? "yes" : "NO"));
        table.print(out);
        out.println();
        for (Refusal refusal : report.refusals()) {
            out.println("Refused: " + refusal.app() + ": " + refusal.reason() + ": " + refusal.message());
        }
        failures(report, out);
        summary(report, out);
        out.flush();
    }

    private static void failures(DemoReport report, PrintWriter out) {
        report.rows().stream()
                .filter(row -> row.observed().failed() > 0)
                .forEach(row -> out.println("Failed requests of " + row.app().ref() + ": "
                        + row.observed().failures()));
    }

    private static void summary(DemoReport report, PrintWriter out) {
        double error = report.observedMeanMs() / report.predictedMeanMs() - 1;
        long within =
                report.emulatedRows().stream().filter(DemoRow::meanAsPredicted).count();
        out.println(String.format(
                Locale.ROOT,
                "Emulated devices, mean over all requests: predicted %.1f ms, observed %.1f ms (%+.1f%%); %d of %d apps within"
                        + " 10%% or their 95%% interval.",
                report.predictedMeanMs(),
                report.observedMeanMs(),
                100 * error,
                within,
                report.emulatedRows().size()));
        out.println("All SLOs of the " + report.rows().size() + " placed apps met: " + (report.allMet() ? "yes" : "NO")
                + ".");
    }

    private static String devices(DemoRow row) {
        return row.predicted().replicas().stream()
                        .map(replica -> name(replica.assignment()))
                        .collect(Collectors.joining(", "))
                + (row.emulated() ? " (emulated)" : "");
    }

    private static String name(Assignment assignment) {
        String name = assignment.device().node() + "/" + assignment.device().device();
        return assignment.share() == 1 ? name : name + String.format(Locale.ROOT, " %.0f%%", 100 * assignment.share());
    }

    private static String number(double ms) {
        return Double.isFinite(ms) ? String.format(Locale.ROOT, "%.1f", ms) : "-";
    }
}
