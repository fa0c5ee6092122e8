package dev.millrace.cli.predict;

import dev.millrace.cli.report.AppReport;
import dev.millrace.cli.report.Documents;
import dev.millrace.cli.report.Report;
import dev.millrace.cli.report.ReportDocument;
import dev.millrace.queueing.result.ErrorBand;
import dev.millrace.queueing.sensitivity.MeanShares;
import dev.millrace.queueing.sensitivity.RateEffect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report's document with a field {@code explain} in each app; times in milliseconds. */
public final class ExplanationFields {
    private ExplanationFields() {}

    /** The document of the report, every app explained. */
    public static Map<String, Object> of(Report report, PredictionExplanation explanation) {
        Map<String, Object> document = ReportDocument.of(report);
        List<Map<String, Object>> apps = new ArrayList<>();
        for (AppReport app : report.apps()) {
            Map<String, Object> fields = new LinkedHashMap<>(ReportDocument.app(app));
            fields.put(
                    "explain",
                    explanation.places(app.ref()).stream()
                            .map(ExplanationFields::place)
                            .toList());
            apps.add(fields);
        }
        document.put("apps", apps);
        return document;
    }

    private static Map<String, Object> place(PredictionExplanation.Place place) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("node", place.device().node());
        fields.put("device", place.device().device());
        fields.put("method", place.sensitivity().response().method());
        fields.put("errorPercent", band(place.sensitivity().response().errorBand()));
        fields.put("meanMs", shares(place.sensitivity().shares()));
        fields.put(
                "p95MsPerTenPercent",
                place.sensitivity().effects().stream()
                        .map(ExplanationFields::effect)
                        .toList());
        return fields;
    }

    private static Map<String, Object> band(ErrorBand band) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mean", band.meanPercent());
        fields.put("p95", band.p95Percent());
        fields.put("p99", band.p99Percent());
        return fields;
    }

    private static Map<String, Object> shares(MeanShares shares) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("waiting", Documents.milliseconds(shares.waitingMs()));
        fields.put("switching", Documents.milliseconds(shares.switchingMs()));
        fields.put("batching", Documents.milliseconds(shares.batchingMs()));
        fields.put("service", Documents.milliseconds(shares.serviceMs()));
        fields.put("preprocess", Documents.milliseconds(shares.preprocessMs()));
        fields.put("network", Documents.milliseconds(shares.networkMs()));
        return fields;
    }

    private static Map<String, Object> effect(RateEffect effect) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Double change = effect.p95ChangeMs();
        fields.put("app", effect.stream());
        fields.put("ms", change == null ? null : Documents.milliseconds(change));
        return fields;
    }
}
