package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Size;

/** What the printer columns show. */
@Wire
public record AppSummary(
        @Size(max = 64) @JsonPropertyDescription("The objective, such as p95<80ms.")
        String slo,

        @Size(max = 32) @JsonPropertyDescription("Predicted value of the objective's statistic, a duration.")
        String predicted,

        @Size(max = 32) @JsonPropertyDescription("Observed value of the objective's statistic, a duration.")
        String observed,

        @Size(max = 253) @JsonPropertyDescription("Device, or a count where there are several.")
        String device,

        @Size(max = 253) @JsonPropertyDescription("Node, or a count where there are several.")
        String node) {}
