package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.PositiveDuration;
import dev.millrace.crds.schema.Wire;

/** Work on the CPU of the serving node before the accelerator. */
@Wire
public record Preprocess(
        @PositiveDuration
        @JsonPropertyDescription(
                "Declared CPU time per request on one core, a duration. On its own it is executed, as a wait, with emulated devices only.")
        String cpu,

        @JsonPropertyDescription("A step that is really executed: decode JPEG or PNG, resize, normalise.")
        ImageStep image) {}
