package dev.millrace.cli.predict;

import dev.millrace.cli.report.AppReport;
import dev.millrace.cli.report.Report;
import dev.millrace.cli.report.TextTable;
import dev.millrace.queueing.result.ErrorBand;
import dev.millrace.queueing.sensitivity.MeanShares;
import dev.millrace.queueing.sensitivity.RateEffect;
import java.io.PrintWriter;
import java.util.Locale;

/** The explanation for people: for each app a row of what its mean is made of, and rows of how its p95 moves. */
public final class ExplanationTable {
    private final Report report;
    private final PredictionExplanation explanation;

    /** The tables of the report's apps. */
    public ExplanationTable(Report report, PredictionExplanation explanation) {
        this.report = report;
        this.explanation = explanation;
    }

    /** Prints both tables. */
    public void print(PrintWriter out) {
        TextTable shares = new TextTable(
                "NAMESPACE",
                "NAME",
                "NODE",
                "DEVICE",
                "MEAN",
                "WAITING",
                "SWITCHING",
                "BATCHING",
                "SERVICE",
                "PREPROCESS",
                "NETWORK",
                "ERROR MEAN/P95/P99",
                "METHOD");
        TextTable effects = new TextTable("NAMESPACE", "NAME", "NODE", "DEVICE", "+10% REQUESTS OF", "P95");
        for (AppReport app : report.apps()) {
            for (PredictionExplanation.Place place : explanation.places(app.ref())) {
                shares.row(shares(app, place));
                for (RateEffect effect : place.sensitivity().effects()) {
                    boolean own = effect.stream().equals(app.ref().toString());
                    effects.row(
                            app.ref().namespace(),
                            app.ref().name(),
                            place.device().node(),
                            place.device().device(),
                            own ? "itself" : effect.stream(),
                            change(effect));
                }
            }
        }
        if (!shares.isEmpty()) {
            out.println();
            shares.print(out);
            out.println();
            effects.print(out);
        }
        out.flush();
    }

    private static String[] shares(AppReport app, PredictionExplanation.Place place) {
        MeanShares shares = place.sensitivity().shares();
        ErrorBand band = place.sensitivity().response().errorBand();
        return new String[] {
            app.ref().namespace(),
            app.ref().name(),
            place.device().node(),
            place.device().device(),
            String.format(Locale.ROOT, "%.1fms", shares.meanMs()),
            percent(shares.waitingMs(), shares),
            percent(shares.switchingMs(), shares),
            percent(shares.batchingMs(), shares),
            percent(shares.serviceMs(), shares),
            percent(shares.preprocessMs(), shares),
            percent(shares.networkMs(), shares),
            String.format(Locale.ROOT, "%.1f/%.1f/%.1f%%", band.meanPercent(), band.p95Percent(), band.p99Percent()),
            place.sensitivity().response().method()
        };
    }

    private static String percent(double partMs, MeanShares shares) {
        return String.format(Locale.ROOT, "%.0f%%", 100 * partMs / shares.meanMs());
    }

    private static String change(RateEffect effect) {
        Double change = effect.p95ChangeMs();
        return change == null ? "overload" : String.format(Locale.ROOT, "%+.2fms", change);
    }
}
