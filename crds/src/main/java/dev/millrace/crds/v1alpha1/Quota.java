package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.NamespaceName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** What one namespace may take. */
@Wire
public record Quota(
        @Required @NamespaceName @JsonPropertyDescription("The namespace.")
        String namespace,

        @Default("1")
        @Min(0) @Max(1) @JsonPropertyDescription("Most of the device load of the cluster that the namespace may take, 0 to 1.")
        Double deviceShare,

        @Default("0")
        @Min(-1000000) @Max(1000000) @JsonPropertyDescription("Highest priority that apps of the namespace may ask for.")
        Integer maxPriority) {}
