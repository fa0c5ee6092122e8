package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A real preprocessing step: decode an image (JPEG or PNG), resize and normalise it. */
@Wire
public record ImageStep(
        @Required @Min(1) @Max(8192) @JsonPropertyDescription("Width of the tensor in pixels.")
        Integer width,

        @Required @Min(1) @Max(8192) @JsonPropertyDescription("Height of the tensor in pixels.")
        Integer height,

        @Default("NHWC") @JsonPropertyDescription("Order of the dimensions.")
        TensorLayout layout,

        @Size(max = 4) @JsonPropertyDescription(
                "Subtracted from each channel value (0 to 255) before scaling; one number per channel, or one for all.")
        List<Double> mean,

        @Size(max = 4) @JsonPropertyDescription(
                "Each channel value is multiplied by this after the mean is subtracted; one number per channel, or one for all.")
        List<Double> scale) {}
