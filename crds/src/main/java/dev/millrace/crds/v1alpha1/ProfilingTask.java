package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A model to profile on an idle device. */
@Wire
public record ProfilingTask(
        @Required @JsonPropertyDescription("The InferenceModel.")
        NamespacedName model,

        @Required @DeviceName @JsonPropertyDescription("Variant of the model.")
        String variant,

        @Required @DeviceName @JsonPropertyDescription("Device to profile on.")
        String device,

        @Size(max = 32) @JsonPropertyDescription("Batch sizes to measure.")
        List<@Min(1) @Max(1024) Integer> batches) {}
