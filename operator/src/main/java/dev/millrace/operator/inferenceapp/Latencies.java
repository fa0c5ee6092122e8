package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.queueing.result.ResponseSummary;

/** Response times as they stand in status. */
final class Latencies {
    private Latencies() {}

    /** Mean and percentiles as durations, rounded as {@link Durations#format} does. */
    static Percentiles of(ResponseSummary summary) {
        return new Percentiles(
                Durations.format(summary.meanMs()),
                Durations.format(summary.p50Ms()),
                Durations.format(summary.p90Ms()),
                Durations.format(summary.p95Ms()),
                Durations.format(summary.p99Ms()),
                Durations.format(summary.p999Ms()));
    }
}
