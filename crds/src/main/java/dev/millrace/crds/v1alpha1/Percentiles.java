package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.MeasuredDuration;
import dev.millrace.crds.schema.Wire;

/** Mean and percentiles of an end-to-end response time, as durations. */
@Wire
public record Percentiles(
        @MeasuredDuration @JsonPropertyDescription("Mean. A duration.")
        String mean,

        @MeasuredDuration @JsonPropertyDescription("Median. A duration.")
        String p50,

        @MeasuredDuration @JsonPropertyDescription("90th percentile. A duration.")
        String p90,

        @MeasuredDuration @JsonPropertyDescription("95th percentile. A duration.")
        String p95,

        @MeasuredDuration @JsonPropertyDescription("99th percentile. A duration.")
        String p99,

        @MeasuredDuration @JsonPropertyDescription("99.9th percentile. A duration.")
        String p999) {}
