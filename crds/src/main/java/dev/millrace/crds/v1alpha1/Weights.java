package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What counts after the number of apps hosted. */
@Wire
public record Weights(
        @Default("1") @Min(0) @Max(1000) @JsonPropertyDescription("Weight of the distance to the objectives.")
        Double headroom,

        @Default("0") @Min(0) @Max(1000) @JsonPropertyDescription("Weight of the energy used.")
        Double energy,

        @Default("0") @Min(0) @Max(1000) @JsonPropertyDescription("Weight of the price of the nodes used.")
        Double price) {}
