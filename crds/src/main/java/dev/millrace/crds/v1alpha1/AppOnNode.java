package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.NamespaceName;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** How far an agent is with one app on one device. */
@Wire
public record AppOnNode(
        @Required @NamespaceName @JsonPropertyDescription("Namespace of the InferenceApp.")
        String namespace,

        @Required @ObjectName @JsonPropertyDescription("Name of the InferenceApp.")
        String name,

        @Required @DeviceName @JsonPropertyDescription("Device of the node.")
        String device,

        @JsonPropertyDescription("How far the agent is.") AppState state,

        @Size(max = 1024) @JsonPropertyDescription("Why, as one CamelCase word.")
        String reason,

        @Size(max = 4096) @JsonPropertyDescription("Why, as a sentence.")
        String message,

        @JsonPropertyDescription("Observed response times.") ObservedHistogram observed,

        @JsonPropertyDescription(
                "Whether requests are answered although the state is not Ready: by the copy that is to be replaced.")
        Boolean serving) {}
