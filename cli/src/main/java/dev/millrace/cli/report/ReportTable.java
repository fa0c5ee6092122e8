package dev.millrace.cli.report;

import dev.millrace.placement.DeviceLoad;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.result.ResponseSummary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report for people: a table of apps, one of devices, one of refusals, and a line that sums up. */
public final class ReportTable {
    private static final String NONE = "-";

    private final Report report;
    private final String verb;
    private final boolean wide;

    /**
     * @param verb heading of the objective's value: {@code PREDICTED} or {@code SIMULATED}
     * @param wide whether to show all percentiles and replicas
     */
    public ReportTable(Report report, String verb, boolean wide) {
        this.report = report;
        this.verb = verb;
        this.wide = wide;
    }

    /** Prints the whole report. */
    public void print(PrintWriter out) {
        TextTable apps = new TextTable(headings());
        report.apps().stream().filter(AppReport::placed).forEach(app -> rows(app, apps));
        if (!apps.isEmpty()) {
            apps.print(out);
            out.println();
        }
        TextTable devices = new TextTable("NODE", "DEVICE", "DISCIPLINE", "LOAD", "UTILIZATION", "STABLE");
        report.devices().stream().filter(load -> wide || load.load() > 0).forEach(load -> device(load, devices));
        if (!devices.isEmpty()) {
            devices.print(out);
            out.println();
        }
        TextTable refused = new TextTable("NAMESPACE", "NOT PLACED", "SLO", "REASON", "MESSAGE");
        report.apps().stream().filter(app -> !app.placed()).forEach(app -> refused(app, refused));
        if (!refused.isEmpty()) {
            refused.print(out);
            out.println();
        }
        out.println(summary());
        out.flush();
    }

    private String[] headings() {
        List<String> headings = new ArrayList<>(List.of("NAMESPACE", "NAME", "NODE", "DEVICE", "SLO", verb, "MET"));
        if (wide) {
            headings.addAll(
                    List.of("VARIANT", "SHARE", "BATCH", "CO-RESIDENT", "MEAN", "P50", "P90", "P95", "P99", "P99.9"));
        } else {
            headings.add("MEAN");
        }
        return headings.toArray(String[]::new);
    }

    /** One row for an app in one place; for a split app a row for the whole, then one for each replica. */
    private void rows(AppReport app, TextTable table) {
        List<ReplicaReport> replicas = app.replicas();
        if (replicas.size() == 1) {
            ReplicaReport only = replicas.getFirst();
            table.row(row(app, app.ref().name(), only, app.response(), only.halfWidth()));
            return;
        }
        table.row(row(app, app.ref().name(), null, app.response(), null));
        for (ReplicaReport replica : replicas) {
            table.row(row(
                    app,
                    "  share " + percent(replica.assignment().share()),
                    replica,
                    replica.response(),
                    replica.halfWidth()));
        }
    }

    private String[] row(
            AppReport app,
            String name,
            @Nullable ReplicaReport replica,
            @Nullable ResponseSummary response,
            @Nullable ResponseSummary halfWidth) {
        if (replica != null && replica.assignment().share() == 0) {
            return idle(app, name, replica);
        }
        boolean whole = replica == null || app.replicas().size() == 1;
        Slo slo = app.slo();
        Objective objective = slo == null ? Objective.P95 : slo.objective();
        List<String> cells = new ArrayList<>(List.of(
                app.ref().namespace(),
                name,
                replica == null ? places(app) : replica.assignment().device().node(),
                replica == null ? NONE : replica.assignment().device().device(),
                slo == null || !whole ? NONE : slo.toString(),
                Latencies.format(objective, response, halfWidth),
                whole ? yesNo(app.sloMet()) : NONE));
        if (wide) {
            cells.add(replica == null ? NONE : replica.assignment().variant());
            cells.add(replica == null ? NONE : percent(replica.assignment().share()));
            cells.add(
                    replica == null
                            ? NONE
                            : Integer.toString(replica.assignment().maxBatch()));
            String set = replica == null ? null : replica.assignment().coResidentSet();
            cells.add(set == null ? NONE : set);
            for (Objective each : Objective.values()) {
                cells.add(Latencies.format(each, response, halfWidth));
            }
        } else {
            cells.add(Latencies.format(Objective.MEAN, response, halfWidth));
        }
        return cells.toArray(String[]::new);
    }

    /** A replica that is loaded without traffic has no response time. */
    private String[] idle(AppReport app, String name, ReplicaReport replica) {
        String[] cells = new String[headings().length];
        Arrays.fill(cells, NONE);
        cells[0] = app.ref().namespace();
        cells[1] = name;
        cells[2] = replica.assignment().device().node();
        cells[3] = replica.assignment().device().device();
        return cells;
    }

    private static String places(AppReport app) {
        return app.replicas().stream()
                .map(replica -> replica.assignment().device().node())
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static void device(DeviceLoad load, TextTable table) {
        table.row(
                load.device().node(),
                load.device().device(),
                ReportDocument.discipline(load.discipline()),
                percent(load.load()),
                percent(load.utilization()),
                yesNo(load.stable()));
    }

    private static void refused(AppReport app, TextTable table) {
        Reason reason = app.reason() == null ? new Reason(NONE, NONE) : app.reason();
        table.row(
                app.ref().namespace(),
                app.ref().name(),
                app.slo() == null ? NONE : app.slo().toString(),
                reason.code(),
                reason.message());
    }

    private String summary() {
        String planner = report.algorithm() == null ? "" : ", by " + report.algorithm();
        return "%d of %d apps placed, %d meet their SLO%s."
                .formatted(report.placed(), report.apps().size(), report.meetingSlo(), planner);
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * ratio);
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }
}
