package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.Sha256;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;

/** One artefact that is loaded on a device. */
@Wire
public record LoadedCopy(
        @Required @DeviceName @JsonPropertyDescription("Device of the node.")
        String device,

        @Required @ObjectName @JsonPropertyDescription("Name of the InferenceModel.")
        String model,

        @Sha256 @JsonPropertyDescription("SHA-256 of the artefact.")
        String sha256) {}
