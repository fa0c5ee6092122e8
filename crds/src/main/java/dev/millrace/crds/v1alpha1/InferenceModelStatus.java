package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What is known of the artefacts of a model. */
@Wire
public record InferenceModelStatus(
        @Size(max = 8) @ListMap("name") @JsonPropertyDescription("Resolved artefacts.")
        List<VariantStatus> variants) {}
