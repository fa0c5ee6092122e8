package dev.millrace.cli.explain;

import dev.millrace.cli.report.Documents;
import dev.millrace.cli.report.ReportDocument;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.ReplicaOutcome;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON or YAML. */
final class ExplanationDocument {
    private ExplanationDocument() {}

    static Map<String, Object> of(Explanation explanation) {
        AppOutcome outcome = explanation.outcome();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("namespace", explanation.app().ref().namespace());
        document.put("name", explanation.app().ref().name());
        document.put("decidedBy", explanation.decidedBy());
        document.put("placed", outcome != null);
        document.put("sloMet", outcome != null && outcome.sloMet());
        Map<String, Object> slo = new LinkedHashMap<>();
        slo.put("objective", explanation.app().slo().objective().label());
        slo.put("latencyMs", Documents.milliseconds(explanation.app().slo().latencyMs()));
        document.put("slo", slo);
        document.put("responseMs", outcome == null ? null : response(outcome.response()));
        document.put(
                "replicas",
                outcome == null
                        ? List.of()
                        : outcome.replicas().stream()
                                .map(ExplanationDocument::replica)
                                .toList());
        document.put("why", explanation.why());
        document.put("reason", reason(explanation));
        document.put(
                "candidates",
                explanation.candidates().stream()
                        .map(ExplanationDocument::candidate)
                        .toList());
        document.put(
                "remedies",
                explanation.remedies().stream().map(Remedy::document).toList());
        return document;
    }

    private static @Nullable Map<String, Object> reason(Explanation explanation) {
        if (explanation.refused() == null) {
            return null;
        }
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("code", explanation.refused().code());
        reason.put("message", explanation.refused().message());
        return reason;
    }

    private static Map<String, Object> replica(ReplicaOutcome replica) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", replica.assignment().device().node());
        document.put("device", replica.assignment().device().device());
        document.put("variant", replica.assignment().variant());
        document.put("share", Documents.ratio(replica.assignment().share()));
        document.put("responseMs", response(replica.response()));
        return document;
    }

    private static Map<String, Object> candidate(Verdict verdict) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", verdict.device().node());
        document.put("device", verdict.device().device());
        document.put("variant", verdict.variant().isEmpty() ? null : verdict.variant());
        document.put("fits", verdict.fits());
        document.put(
                "reason", verdict.reason() == null ? null : verdict.reason().name());
        document.put("message", verdict.message());
        document.put(
                "harmed", verdict.harmed() == null ? null : verdict.harmed().toString());
        document.put("predicted", number(verdict.predicted()));
        document.put("bound", number(verdict.bound()));
        return document;
    }

    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? Documents.milliseconds(value) : null;
    }

    private static @Nullable Map<String, Object> response(@Nullable ResponseTime response) {
        return ReportDocument.response(response == null ? null : ResponseSummary.of(response));
    }
}
