package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** The CPU of a node. */
@Wire
public record CpuInfo(
        @Required @Min(1) @Max(1024) @JsonPropertyDescription("Cores that serve requests.")
        Integer cores) {}
