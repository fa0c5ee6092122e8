package dev.millrace.cli.plan;

import dev.millrace.cli.report.Documents;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Slo;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What slower models do to one app of a plan.
 *
 * @param plannedMs value of its objective as planned; infinite where a station on its way is overloaded
 * @param stressedMs the same with all profiles slower
 */
record StressedApp(AppRef app, Slo slo, double plannedMs, double stressedMs) {

    /** Whether the objective is missed under stress. */
    boolean breaks() {
        return stressedMs > slo.latencyMs();
    }

    /** Stressed value over the bound: above 1 the objective is missed. */
    double ofBound() {
        return stressedMs / slo.latencyMs();
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("namespace", app.namespace());
        document.put("name", app.name());
        document.put("objective", slo.objective().label());
        document.put("latencyMs", Documents.milliseconds(slo.latencyMs()));
        document.put("plannedMs", Double.isFinite(plannedMs) ? Documents.milliseconds(plannedMs) : null);
        document.put("stressedMs", Double.isFinite(stressedMs) ? Documents.milliseconds(stressedMs) : null);
        document.put("ofBound", Double.isFinite(stressedMs) ? Documents.ratio(ofBound()) : null);
        document.put("breaks", breaks());
        return document;
    }
}
