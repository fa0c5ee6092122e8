package dev.millrace.monitoring;

import java.util.Set;

/**
 * A metric that users rely on.
 *
 * @param labels those that a scraper does not add
 */
record Metric(String name, String type, Set<String> labels) {
    private static Metric of(String name, String type, String... labels) {
        return new Metric(name, type, Set.of(labels));
    }

    /** The contract with users: names, types and labels. */
    static final Set<Metric> CONTRACT = Set.of(
            of("millrace_requests_total", "counter", "namespace", "app", "node", "device", "code"),
            of("millrace_request_duration_seconds", "histogram", "namespace", "app", "node", "device"),
            of("millrace_request_phase_duration_seconds", "histogram", "namespace", "app", "node", "device", "phase"),
            of("millrace_slo_latency_seconds", "gauge", "namespace", "app", "objective"),
            of("millrace_slo_attainment_ratio", "gauge", "namespace", "app", "objective"),
            of("millrace_slo_violations_total", "counter", "namespace", "app"),
            of("millrace_predicted_latency_seconds", "gauge", "namespace", "app", "stat"),
            of("millrace_observed_latency_seconds", "gauge", "namespace", "app", "stat"),
            of("millrace_prediction_error_ratio", "gauge", "namespace", "app", "stat"),
            of("millrace_device_utilization_ratio", "gauge", "node", "device", "class", "type"),
            of("millrace_device_memory_used_bytes", "gauge", "node", "device", "class", "type"),
            of("millrace_device_healthy", "gauge", "node", "device", "class", "type"),
            of("millrace_device_model_switches_total", "counter", "node", "device"),
            of("millrace_apps", "gauge", "state"),
            of("millrace_plan_duration_seconds", "histogram"),
            of("millrace_plan_epoch", "gauge"),
            of("millrace_plan_moves_total", "counter"));
}
