package dev.millrace.monitoring.dashboard;

import static dev.millrace.monitoring.dashboard.Panel.heatmap;
import static dev.millrace.monitoring.dashboard.Panel.series;
import static dev.millrace.monitoring.dashboard.Panel.stat;
import static dev.millrace.monitoring.dashboard.Panel.table;

import java.util.List;

/** The dashboards: the fleet, one app, one device, the operator. */
public final class Dashboards {
    private static final String SHARE = "percentunit";
    private static final String PER_SECOND = "reqps";

    private Dashboards() {}

    /** All of them. */
    public static List<Dashboard> all() {
        return List.of(fleet(), app(), device(), operator());
    }

    private static Dashboard fleet() {
        return new Dashboard(
                "fleet",
                "Fleet",
                "All apps and devices: who keeps its objective, and how far predictions are from what is observed.",
                List.of(),
                List.of(
                        stat("Placed", "Apps with a place.", "none", "max(millrace_apps{state=\"placed\"})"),
                        stat("Refused", "Apps without a place.", "none", "max(millrace_apps{state=\"refused\"})"),
                        stat(
                                "Pending",
                                "Apps that the planner has not decided on.",
                                "none",
                                "max(millrace_apps{state=\"pending\"})"),
                        stat(
                                "Nodes ready",
                                "Nodes whose agent renews its Lease.",
                                "none",
                                "sum(max by (node) (millrace_node_ready))"),
                        stat(
                                "Requests",
                                "Requests that devices served.",
                                PER_SECOND,
                                "sum(rate(millrace_requests_total{device!=\"none\"}[$__rate_interval]))"),
                        stat(
                                "On time",
                                "Requests within the bound of their app.",
                                SHARE,
                                "1 - sum(rate(millrace_slo_violations_total[$__rate_interval]))"
                                        + " / sum(rate(millrace_requests_total{device!=\"none\"}[$__rate_interval]))"),
                        series(
                                "Budget burn, the ten fastest",
                                "1: the objective is just kept; 2: twice as many requests are late as may be.",
                                "none",
                                new Query("topk(10, millrace:slo_burn:rate5m)", "{{namespace}}/{{app}}")),
                        series(
                                "Prediction error, p95",
                                "Predicted / observed - 1; above 0 the app is faster than was predicted.",
                                SHARE,
                                new Query(
                                        "max by (namespace, app) (millrace_prediction_error_ratio{stat=\"p95\"})",
                                        "{{namespace}}/{{app}}")),
                        series(
                                "Utilisation",
                                "Busy fraction of each device.",
                                SHARE,
                                new Query(
                                        "max by (node, device) (millrace_device_utilization_ratio)",
                                        "{{node}}/{{device}}")),
                        series(
                                "Memory of loaded copies",
                                "By the profiles.",
                                "bytes",
                                new Query(
                                        "max by (node, device) (millrace_device_memory_used_bytes)",
                                        "{{node}}/{{device}}")),
                        series(
                                "Answers by code",
                                "429 is a caller over its declared rate, 503 a full queue or a deadline that passed.",
                                PER_SECOND,
                                new Query(
                                        "sum by (code) (rate(millrace_requests_total[$__rate_interval])) > 0",
                                        "{{code}}")),
                        series(
                                "Model switches",
                                "On devices that hold one model, or one set, at a time.",
                                "ops",
                                new Query(
                                        "sum by (node, device)"
                                                + " (rate(millrace_device_model_switches_total[$__rate_interval]))",
                                        "{{node}}/{{device}}")),
                        table(
                                "Headroom",
                                "Part of the bound that the prediction leaves, the least first.",
                                SHARE,
                                "sort(max by (namespace, app, objective) (millrace:slo_headroom:ratio))"),
                        table(
                                "Devices",
                                "1 where a device can serve.",
                                "none",
                                "min by (node, device, class, type) (millrace_device_healthy)")));
    }

    private static Dashboard app() {
        String one = "{namespace=\"$namespace\",app=\"$app\"";
        return new Dashboard(
                "app",
                "App",
                "One app: predicted beside observed, where its time goes, and how its objective does.",
                List.of(
                        new Variable("namespace", "millrace_slo_latency_seconds", "namespace"),
                        new Variable("app", "millrace_slo_latency_seconds{namespace=\"$namespace\"}", "app")),
                List.of(
                        stat(
                                "Bound",
                                "Of the latency objective.",
                                "s",
                                "max(millrace_slo_latency_seconds" + one + "})"),
                        stat(
                                "Headroom",
                                "Part of the bound that the prediction leaves.",
                                SHARE,
                                "max(millrace:slo_headroom:ratio" + one + "})"),
                        stat(
                                "On time",
                                "Of the last five minutes' requests.",
                                SHARE,
                                "millrace:slo_attainment:ratio_rate5m" + one + "}"),
                        stat(
                                "As the objective counts it",
                                "Fraction of the last observed window within the bound.",
                                SHARE,
                                "max(millrace_slo_attainment_ratio" + one + "})"),
                        stat(
                                "Requests",
                                "Served on devices.",
                                PER_SECOND,
                                "sum(rate(millrace_requests_total" + one + ",device!=\"none\"}[$__rate_interval]))"),
                        stat("Burn", "1: the objective is just kept.", "none", "millrace:slo_burn:rate5m" + one + "}"),
                        series(
                                "Predicted beside observed",
                                "End to end, with the bound.",
                                "s",
                                new Query(
                                        "max by (stat) (millrace_predicted_latency_seconds" + one
                                                + ",stat=~\"mean|p50|p95|p99\"})",
                                        "predicted {{stat}}"),
                                new Query(
                                        "max by (stat) (millrace_observed_latency_seconds" + one
                                                + ",stat=~\"mean|p50|p95|p99\"})",
                                        "observed {{stat}}"),
                                new Query("max(millrace_slo_latency_seconds" + one + "})", "bound")),
                        series(
                                "Prediction error",
                                "Predicted / observed - 1.",
                                SHARE,
                                new Query("max by (stat) (millrace_prediction_error_ratio" + one + "})", "{{stat}}")),
                        heatmap(
                                "Time in the agent",
                                "Response times without the network.",
                                "sum by (le) (increase(millrace_request_duration_seconds_bucket" + one
                                        + "}[$__rate_interval]))"),
                        series(
                                "Where the time goes",
                                "Mean time of a request by phase.",
                                "s",
                                new Query(
                                        "sum by (phase) (rate(millrace_request_phase_duration_seconds_sum" + one
                                                + "}[$__rate_interval])) / on () group_left () sum"
                                                + " (rate(millrace_request_duration_seconds_count" + one
                                                + "}[$__rate_interval]))",
                                        "{{phase}}")),
                        series(
                                "Answers by code and device",
                                "Requests without a device were refused, or answered by another node.",
                                PER_SECOND,
                                new Query(
                                        "sum by (code, node, device) (rate(millrace_requests_total" + one
                                                + "}[$__rate_interval])) > 0",
                                        "{{code}} {{node}}/{{device}}")),
                        series(
                                "Arrivals",
                                "What comes, to be compared with what is declared.",
                                PER_SECOND,
                                new Query("sum(millrace_arrival_rate" + one + "} >= 0)", "rate"),
                                new Query("max(millrace_arrival_cv2" + one + "} >= 0)", "cv2 (no unit)"))));
    }

    private static Dashboard device() {
        String one = "{node=\"$node\",device=\"$device\"";
        return new Dashboard(
                "device",
                "Device",
                "One device: how busy it is, with what, and how its models run.",
                List.of(
                        new Variable("node", "millrace_device_healthy", "node"),
                        new Variable("device", "millrace_device_healthy{node=\"$node\"}", "device")),
                List.of(
                        stat("Healthy", "1 where it can serve.", "none", "min(millrace_device_healthy" + one + "})"),
                        stat(
                                "Utilisation",
                                "Busy fraction.",
                                SHARE,
                                "max(millrace_device_utilization_ratio" + one + "})"),
                        stat(
                                "Memory",
                                "Of loaded copies, by their profiles.",
                                "bytes",
                                "max(millrace_device_memory_used_bytes" + one + "})"),
                        stat(
                                "Requests",
                                "Served.",
                                PER_SECOND,
                                "sum(rate(millrace_requests_total" + one + "}[$__rate_interval]))"),
                        stat(
                                "Switches",
                                "Times a copy was made resident.",
                                "ops",
                                "sum(rate(millrace_device_model_switches_total" + one + "}[$__rate_interval]))"),
                        stat(
                                "Apps",
                                "With requests on it.",
                                "none",
                                "count(count by (namespace, app) (millrace_requests_total" + one + "}))"),
                        series(
                                "Utilisation",
                                "Busy fraction.",
                                SHARE,
                                new Query("max(millrace_device_utilization_ratio" + one + "})", "busy")),
                        series(
                                "Time by app",
                                "Seconds of the device a second: computing and switching.",
                                SHARE,
                                new Query(
                                        "sum by (namespace, app) (rate(millrace_request_phase_duration_seconds_sum"
                                                + one + ",phase=~\"compute|switch\"}[$__rate_interval]))",
                                        "{{namespace}}/{{app}}")),
                        series(
                                "Execution time",
                                "Mean of recent batches, by model and size of the batch.",
                                "s",
                                new Query(
                                        "max by (model, batch) (millrace_service_time_mean_seconds" + one + "})",
                                        "{{model}}, batch {{batch}}")),
                        series(
                                "Variation of the execution time",
                                "Squared coefficient of variation.",
                                "none",
                                new Query(
                                        "max by (model, batch) (millrace_service_time_cv2" + one + "})",
                                        "{{model}}, batch {{batch}}")),
                        series(
                                "Queueing",
                                "Mean wait at the device, by app.",
                                "s",
                                new Query(
                                        "sum by (namespace, app) (rate(millrace_request_phase_duration_seconds_sum"
                                                + one + ",phase=\"queue\"}[$__rate_interval])) / sum by (namespace,"
                                                + " app) (rate(millrace_request_phase_duration_seconds_count" + one
                                                + ",phase=\"queue\"}[$__rate_interval]))",
                                        "{{namespace}}/{{app}}")),
                        series(
                                "Requests by app",
                                "Served.",
                                PER_SECOND,
                                new Query(
                                        "sum by (namespace, app) (rate(millrace_requests_total" + one
                                                + ",code=\"200\"}[$__rate_interval]))",
                                        "{{namespace}}/{{app}}"))));
    }

    private static Dashboard operator() {
        return new Dashboard(
                "operator",
                "Operator",
                "The control loop: planning, reconciling, and the process it runs in.",
                List.of(new Variable("job", "{__name__=\"millrace_plan_epoch\"}", "job")),
                List.of(
                        stat("Plan", "Epoch of the newest plan.", "none", "max(millrace_plan_epoch{job=\"$job\"})"),
                        stat(
                                "Moves",
                                "Running apps that plans moved, in the last hour.",
                                "none",
                                "sum(increase(millrace_plan_moves_total{job=\"$job\"}[1h]))"),
                        stat(
                                "Failed passes",
                                "Of the planner, in the last hour.",
                                "none",
                                "sum(increase(millrace_plan_failures_total{job=\"$job\"}[1h]))"),
                        stat(
                                "Nodes behind",
                                "That do not run the plan they were told.",
                                "none",
                                "sum(max by (node) (millrace_node_plan_lag{job=\"$job\"}) > bool 0)"),
                        stat(
                                "Old definitions",
                                "Definitions of a version below the operator's.",
                                "none",
                                "sum(max by (crd) (millrace_crd_version{job=\"$job\"}) < bool on () group_left ()"
                                        + " max(millrace_crd_supported_version{job=\"$job\"}))"),
                        stat("Up", "Operators that answer.", "none", "sum(up{job=\"$job\"})"),
                        series(
                                "Planning time",
                                "From snapshot to published plan, 95 % of passes.",
                                "s",
                                new Query(
                                        "histogram_quantile(0.95, sum by (le)"
                                                + " (increase(millrace_plan_duration_seconds_bucket{job=\"$job\"}[1h])))",
                                        "p95 of an hour"),
                                new Query("max(millrace_plan_duration_seconds_max{job=\"$job\"})", "longest of late")),
                        series(
                                "Reconciliations",
                                "Started, by controller.",
                                "ops",
                                new Query(
                                        "sum by (controller) (rate(operator_sdk_controllers_execution_reconcile_success_total{job=\"$job\"}[$__rate_interval]))",
                                        "{{controller}}")),
                        series(
                                "Heap",
                                "Used and committed.",
                                "bytes",
                                new Query(
                                        "sum by (instance) (jvm_memory_used_bytes{job=\"$job\",area=\"heap\"})",
                                        "used {{instance}}"),
                                new Query(
                                        "sum by (instance) (jvm_memory_committed_bytes{job=\"$job\",area=\"heap\"})",
                                        "committed {{instance}}")),
                        series(
                                "Collections",
                                "Time in garbage collection, seconds a second.",
                                SHARE,
                                new Query(
                                        "sum by (instance)"
                                                + " (rate(jvm_gc_pause_seconds_sum{job=\"$job\"}[$__rate_interval]))",
                                        "{{instance}}")),
                        series(
                                "Processor",
                                "Of all cores.",
                                SHARE,
                                new Query("max by (instance) (process_cpu_usage{job=\"$job\"})", "{{instance}}")),
                        series(
                                "Cost of a scrape",
                                "Time and number of samples.",
                                "s",
                                new Query("max by (instance) (scrape_duration_seconds{job=\"$job\"})", "time"),
                                new Query(
                                        "max by (instance) (scrape_samples_scraped{job=\"$job\"})",
                                        "samples (no unit)"))));
    }
}
