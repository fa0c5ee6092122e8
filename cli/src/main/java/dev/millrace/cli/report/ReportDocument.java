package dev.millrace.cli.report;

import dev.millrace.placement.DeviceLoad;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report as the document that {@code -o json} and {@code -o yaml} print; names and order of its keys are fixed. */
public final class ReportDocument {
    private ReportDocument() {}

    /** The whole document; times in milliseconds. */
    public static Map<String, Object> of(Report report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("algorithm", report.algorithm());
        document.put("apps", report.apps().stream().map(ReportDocument::app).toList());
        document.put(
                "devices", report.devices().stream().map(ReportDocument::device).toList());
        document.put("placed", report.placed());
        document.put("refused", report.refused());
        return document;
    }

    /** One app as it stands in the document. */
    public static Map<String, Object> app(AppReport app) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("namespace", app.ref().namespace());
        document.put("name", app.ref().name());
        document.put("placed", app.placed());
        document.put("sloMet", app.sloMet());
        document.put("slo", slo(app.slo()));
        document.put("responseMs", response(app.response()));
        document.put(
                "replicas", app.replicas().stream().map(ReportDocument::replica).toList());
        document.put("reason", reason(app.reason()));
        return document;
    }

    private static @Nullable Map<String, Object> slo(@Nullable Slo slo) {
        if (slo == null) {
            return null;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("objective", slo.objective().label());
        document.put("latencyMs", Documents.milliseconds(slo.latencyMs()));
        return document;
    }

    private static Map<String, Object> replica(ReplicaReport replica) {
        Assignment assignment = replica.assignment();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", assignment.device().node());
        document.put("device", assignment.device().device());
        document.put("variant", assignment.variant());
        document.put("share", Documents.ratio(assignment.share()));
        document.put("maxBatch", assignment.maxBatch());
        document.put("coResident", assignment.coResidentSet());
        document.put("responseMs", response(replica.response()));
        return document;
    }

    /** Mean and percentiles under their printed names, or null. */
    public static @Nullable Map<String, Object> response(@Nullable ResponseSummary response) {
        if (response == null) {
            return null;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("mean", Documents.milliseconds(response.meanMs()));
        document.put("p50", Documents.milliseconds(response.p50Ms()));
        document.put("p90", Documents.milliseconds(response.p90Ms()));
        document.put("p95", Documents.milliseconds(response.p95Ms()));
        document.put("p99", Documents.milliseconds(response.p99Ms()));
        document.put("p99.9", Documents.milliseconds(response.p999Ms()));
        return document;
    }

    private static @Nullable Map<String, Object> reason(@Nullable Reason reason) {
        if (reason == null) {
            return null;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("code", reason.code());
        document.put("message", reason.message());
        return document;
    }

    private static Map<String, Object> device(DeviceLoad load) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", load.device().node());
        document.put("device", load.device().device());
        document.put("discipline", discipline(load.discipline()));
        document.put("utilization", Documents.ratio(load.utilization()));
        document.put("stable", load.stable());
        return document;
    }

    /** The name that manifests use. */
    public static String discipline(Discipline discipline) {
        return switch (discipline) {
            case FCFS -> "Fcfs";
            case SWAP_AWARE -> "SwapAware";
        };
    }
}
