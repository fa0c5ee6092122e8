package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** One device that serves an app. */
@Wire
public record AppPlacement(
        @Required @ObjectName @JsonPropertyDescription("Name of the InferenceNode.")
        String node,

        @Required @DeviceName @JsonPropertyDescription("Device of the node.")
        String device,

        @DeviceName @JsonPropertyDescription("Variant of the model.")
        String variant,

        @Min(0) @Max(1) @JsonPropertyDescription("Fraction of the requests of the app.")
        Double share) {}
