package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Where the figures of a profile come from. */
@Wire
public record ProfileSource(
        @Required @JsonPropertyDescription("Measured, Published or Estimated; in this order of preference.")
        SourceKind kind,

        @Size(max = 2048) @JsonPropertyDescription("Where to look the figures up, or how they were measured.")
        String reference) {}
