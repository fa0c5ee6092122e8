package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.MeasuredDuration;
import dev.millrace.crds.schema.OneOf;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** A mergeable histogram of end-to-end response times. */
@Wire
public record ObservedHistogram(
        @OneOf({"HdrHistogramV2"}) @JsonPropertyDescription("How data is encoded: HdrHistogramV2.")
        String encoding,

        @Size(max = 65536) @Pattern("^[A-Za-z0-9+/]*={0,2}$") @JsonPropertyDescription("Base64 of a compressed V2 HdrHistogram; values in microseconds.")
        String data,

        @Min(0) @JsonPropertyDescription("Responses counted.")
        Long count,

        @Min(0) @JsonPropertyDescription("Observed arrival rate in requests per second.")
        Double ratePerSecond,

        @Min(0) @JsonPropertyDescription("Observed squared coefficient of variation of the inter-arrival time.")
        Double cv2,

        @MeasuredDuration @JsonPropertyDescription("The time the histogram covers, a duration.")
        String window) {}
