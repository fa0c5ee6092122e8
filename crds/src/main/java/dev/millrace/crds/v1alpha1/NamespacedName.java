package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.NamespaceName;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;

/** Names a namespaced object. */
@Wire
public record NamespacedName(
        @Required @NamespaceName @JsonPropertyDescription("Namespace of the object.")
        String namespace,

        @Required @ObjectName @JsonPropertyDescription("Name of the object.")
        String name) {}
