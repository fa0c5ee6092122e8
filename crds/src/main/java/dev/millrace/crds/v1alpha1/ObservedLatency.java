package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.MeasuredDuration;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Min;

/** Observed mean and percentiles, as durations, over a window. */
@Wire
public record ObservedLatency(
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
        String p999,

        @Min(0) @JsonPropertyDescription("Observed arrival rate in requests per second.")
        Double ratePerSecond,

        @MeasuredDuration @JsonPropertyDescription("The time the figures cover, a duration.")
        String window) {}
