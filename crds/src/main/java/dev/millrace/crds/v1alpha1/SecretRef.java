package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;

/** Names a Secret of the same namespace. */
@Wire
public record SecretRef(
        @Required @ObjectName @JsonPropertyDescription("Name of a Secret of the same namespace.")
        String name) {}
