package dev.millrace.cli.demo;

import dev.millrace.cli.load.LoadDocument;
import dev.millrace.cli.report.Documents;
import dev.millrace.cli.report.ReportDocument;
import dev.millrace.placement.DeviceLoad;
import dev.millrace.placement.ReplicaOutcome;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.Slo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The demo's result as the document that {@code -o json} prints: the shape of {@code plan}, with {@code responseMs}
 * observed, {@code predictedMs} beside it, and a summary.
 */
final class DemoDocument {
    private DemoDocument() {}

    static Map<String, Object> of(DemoReport report) {
        List<Map<String, Object>> apps = new ArrayList<>();
        report.rows().forEach(row -> apps.add(placed(row)));
        report.refusals().forEach(refusal -> apps.add(refused(refusal)));
        apps.sort(Comparator.comparing((Map<String, Object> app) -> (String) app.get("namespace"))
                .thenComparing(app -> (String) app.get("name")));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("algorithm", report.algorithm());
        document.put("apps", apps);
        document.put(
                "devices", report.devices().stream().map(DemoDocument::device).toList());
        document.put("placed", report.rows().size());
        document.put("refused", report.refusals().size());
        document.put("summary", summary(report));
        return document;
    }

    private static Map<String, Object> placed(DemoRow row) {
        Map<String, Object> app = new LinkedHashMap<>();
        app.put("namespace", row.app().ref().namespace());
        app.put("name", row.app().ref().name());
        app.put("placed", true);
        app.put("sloMet", row.observed().sloMet());
        app.put("slo", slo(row.app().slo()));
        app.put("responseMs", LoadDocument.response(row.observed().response()));
        app.put("predictedMs", LoadDocument.response(row.prediction()));
        app.put("emulated", row.emulated());
        app.put(
                "replicas",
                row.predicted().replicas().stream().map(DemoDocument::replica).toList());
        app.put("reason", null);
        app.put("observed", LoadDocument.observed(row.observed()));
        return app;
    }

    private static Map<String, Object> refused(Refusal refusal) {
        Map<String, Object> app = new LinkedHashMap<>();
        app.put("namespace", refusal.app().namespace());
        app.put("name", refusal.app().name());
        app.put("placed", false);
        app.put("sloMet", false);
        app.put("responseMs", null);
        app.put("replicas", List.of());
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("code", refusal.reason().name());
        reason.put("message", refusal.message());
        app.put("reason", reason);
        return app;
    }

    private static Map<String, Object> slo(Slo slo) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("objective", slo.objective().label());
        document.put("latencyMs", Documents.milliseconds(slo.latencyMs()));
        return document;
    }

    private static Map<String, Object> replica(ReplicaOutcome replica) {
        Assignment assignment = replica.assignment();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", assignment.device().node());
        document.put("device", assignment.device().device());
        document.put("variant", assignment.variant());
        document.put("share", Documents.ratio(assignment.share()));
        document.put("maxBatch", assignment.maxBatch());
        document.put("coResident", assignment.coResidentSet());
        document.put("predictedMs", replica.response() == null ? null : LoadDocument.response(replica.response()));
        return document;
    }

    private static Map<String, Object> device(DeviceLoad load) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", load.device().node());
        document.put("device", load.device().device());
        document.put("discipline", ReportDocument.discipline(load.discipline()));
        document.put("utilization", Documents.ratio(load.utilization()));
        document.put("stable", load.stable());
        return document;
    }

    private static Map<String, Object> summary(DemoReport report) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("allSlosMet", report.allMet());
        summary.put("emulatedPredictedMeanMs", Documents.milliseconds(report.predictedMeanMs()));
        summary.put("emulatedObservedMeanMs", Documents.milliseconds(report.observedMeanMs()));
        summary.put("emulatedMeanError", Documents.ratio(report.observedMeanMs() / report.predictedMeanMs() - 1));
        summary.put("emulatedApps", report.emulatedRows().size());
        summary.put(
                "emulatedAppsAsPredicted",
                report.emulatedRows().stream().filter(DemoRow::meanAsPredicted).count());
        return summary;
    }
}
