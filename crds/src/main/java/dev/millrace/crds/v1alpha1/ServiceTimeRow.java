package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.PositiveDuration;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Accelerator time of one batch size. */
@Wire
public record ServiceTimeRow(
        @Required @Min(1) @Max(1024) @JsonPropertyDescription("Requests in the batch.")
        Integer batch,

        @Required
        @PositiveDuration
        @JsonPropertyDescription("Mean accelerator time of the whole batch, model already resident; a duration.")
        String mean,

        @Default("0")
        @Min(0) @Max(10000) @JsonPropertyDescription("Squared coefficient of variation of that time; 0 is deterministic.")
        Double cv2) {}
