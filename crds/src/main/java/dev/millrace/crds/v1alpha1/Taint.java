package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.OneOf;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A taint, as on a Node. */
@Wire
public record Taint(
        @Required @Size(min = 1, max = 317) @JsonPropertyDescription("Taint key.")
        String key,

        @Size(max = 63) @JsonPropertyDescription("Taint value.")
        String value,

        @Required
        @OneOf({"NoSchedule", "PreferNoSchedule", "NoExecute"})
        @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute.")
        String effect,

        @Size(max = 64) @JsonPropertyDescription("When the taint was added; set by Kubernetes.")
        String timeAdded) {}
