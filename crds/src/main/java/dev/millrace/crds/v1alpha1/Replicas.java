package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Over how many device placements the load of an app may be split. */
@Wire
@ValidationRule(value = "self.max >= self.min", message = "max must not be less than min")
public record Replicas(
        @Default("1") @Min(1) @Max(256) @JsonPropertyDescription("Fewest device placements.")
        Integer min,

        @Default("1") @Min(1) @Max(256) @JsonPropertyDescription("Most device placements.")
        Integer max) {}
