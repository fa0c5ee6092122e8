package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One replica of an app elsewhere. */
@Wire
public record RouteTarget(
        @Required @ObjectName @JsonPropertyDescription("InferenceNode of the replica.")
        String node,

        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Address of its agent.")
        String address,

        @Min(1) @Max(65535) @JsonPropertyDescription("REST port of its agent.")
        Integer httpPort,

        @Min(1) @Max(65535) @JsonPropertyDescription("gRPC port of its agent.")
        Integer grpcPort,

        @Required @Min(0) @Max(1) @JsonPropertyDescription("Fraction of the requests of the app.")
        Double share) {}
