package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;

/** Names an InferenceModel of the same namespace. */
@Wire
public record ModelRef(
        @Required @ObjectName @JsonPropertyDescription("Name of an InferenceModel of the same namespace.")
        String name) {}
