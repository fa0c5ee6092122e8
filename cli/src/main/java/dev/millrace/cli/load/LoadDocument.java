package dev.millrace.cli.load;

import dev.millrace.cli.report.Documents;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Observed load as the document that {@code -o json} prints: the shape of {@code predict}, {@code simulate} and
 * {@code plan}, with {@code responseMs} observed and, for each app, an object {@code observed} beside it.
 */
public final class LoadDocument {
    private LoadDocument() {}

    /** The whole document; times in milliseconds, apps sorted by namespace and name. */
    static Map<String, Object> of(LoadResult result) {
        List<Map<String, Object>> apps = new ArrayList<>();
        result.observed().forEach(observation -> apps.add(app(observation)));
        result.unserved().forEach(app -> apps.add(unserved(app)));
        apps.sort(Comparator.comparing((Map<String, Object> app) -> (String) app.get("namespace"))
                .thenComparing(app -> (String) app.get("name")));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("algorithm", null);
        document.put("apps", apps);
        document.put("devices", List.of());
        document.put("placed", result.observed().size());
        document.put("refused", result.unserved().size());
        return document;
    }

    private static Map<String, Object> app(AppObservation observation) {
        Map<String, Object> app = new LinkedHashMap<>();
        app.put("namespace", observation.app().namespace());
        app.put("name", observation.app().name());
        app.put("placed", true);
        app.put("sloMet", observation.sloMet());
        app.put("slo", slo(observation.slo()));
        app.put("responseMs", response(observation.response()));
        app.put("replicas", List.of());
        app.put("reason", null);
        app.put("observed", observed(observation));
        return app;
    }

    private static Map<String, Object> unserved(App app) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("namespace", app.ref().namespace());
        document.put("name", app.ref().name());
        document.put("placed", false);
        document.put("sloMet", false);
        document.put("slo", slo(app.slo()));
        document.put("responseMs", null);
        document.put("replicas", List.of());
        document.put("reason", Map.of("code", "NotServed", "message", "no server given serves this app"));
        document.put("observed", null);
        return document;
    }

    private static Map<String, Object> slo(Slo slo) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("objective", slo.objective().label());
        document.put("latencyMs", Documents.milliseconds(slo.latencyMs()));
        return document;
    }

    /** Mean and percentiles by label; null where a value is unknown or, because of failed requests, infinite. */
    public static Map<String, Object> response(ResponseTime response) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (Objective objective : Objective.values()) {
            document.put(objective.label(), milliseconds(objective.of(response)));
        }
        return document;
    }

    /** Counts and accuracy of an observation. */
    public static Map<String, Object> observed(AppObservation observation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("requests", observation.requests());
        document.put("failed", observation.failed());
        document.put("failures", new TreeMap<>(observation.failures()));
        document.put("ratePerSecond", Documents.ratio(observation.ratePerSecond()));
        document.put("sloAttainment", ratio(observation.attainment()));
        document.put("meanHalfWidth95Ms", milliseconds(observation.meanHalfWidthMs()));
        return document;
    }

    private static @Nullable Double milliseconds(double ms) {
        return Double.isFinite(ms) ? Documents.milliseconds(ms) : null;
    }

    private static @Nullable Double ratio(double value) {
        return Double.isFinite(value) ? Documents.ratio(value) : null;
    }
}
