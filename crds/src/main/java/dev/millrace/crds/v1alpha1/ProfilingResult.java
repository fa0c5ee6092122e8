package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.KeyName;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.NamespaceName;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.PositiveDuration;
import dev.millrace.crds.schema.QuantityText;
import dev.millrace.crds.schema.Sha256;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What an agent measured for one task of {@code spec.profiling}: all that a ModelProfile of kind Measured says. */
@Wire
public record ProfilingResult(
        @Required @NamespaceName @JsonPropertyDescription("Namespace of the InferenceModel.")
        String namespace,

        @Required @ObjectName @JsonPropertyDescription("Name of the InferenceModel.")
        String name,

        @Required @DeviceName @JsonPropertyDescription("Variant of the model.")
        String variant,

        @Required @DeviceName @JsonPropertyDescription("Device that the model ran on.")
        String device,

        @Required @JsonPropertyDescription("How far the agent is.")
        ProfilingState state,

        @Size(max = 1024) @JsonPropertyDescription("Why, as one CamelCase word.")
        String reason,

        @Size(max = 4096) @JsonPropertyDescription("Why, as a sentence.")
        String message,

        @KeyName @JsonPropertyDescription("Type of the device, as ModelProfile.spec.deviceType names it.")
        String deviceType,

        @Sha256 @JsonPropertyDescription("SHA-256 of the artefact that ran.")
        String sha256,

        @Size(max = 32) @ListMap("batch")
        @JsonPropertyDescription("Accelerator time by batch size, model already resident; empty before Measured.")
        List<ServiceTimeRow> serviceTime,

        @PositiveDuration
        @JsonPropertyDescription(
                "Extra time of a run after another model's (EdgeTPU), a duration; absent if not measured.")
        String switchTime,

        @QuantityText @JsonPropertyDescription("Memory that the loaded copy takes, a quantity.")
        String memory,

        @Size(max = 2048) @JsonPropertyDescription("How it was measured, for ModelProfile.spec.source.reference.")
        String reference) {}
