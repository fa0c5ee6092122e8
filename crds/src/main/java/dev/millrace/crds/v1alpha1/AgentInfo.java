package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** The agent of a node and where it listens. */
@Wire
public record AgentInfo(
        @Size(max = 64) @JsonPropertyDescription("Version of the agent.")
        String version,

        @Size(max = 253) @JsonPropertyDescription("Address that clients and other agents reach it at.")
        String address,

        @Min(1) @Max(65535) @JsonPropertyDescription("REST port.")
        Integer httpPort,

        @Min(1) @Max(65535) @JsonPropertyDescription("gRPC port.")
        Integer grpcPort,

        @Min(1) @Max(65535) @JsonPropertyDescription("Metrics port.")
        Integer metricsPort) {}
