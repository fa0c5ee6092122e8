package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.ObjectName;
import dev.millrace.crds.schema.PositiveDuration;
import dev.millrace.crds.schema.Sha256;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** One artefact that is loaded on a device. */
@Wire
public record LoadedCopy(
        @Required @DeviceName @JsonPropertyDescription("Device of the node.")
        String device,

        @Required @ObjectName @JsonPropertyDescription("Name of the InferenceModel.")
        String model,

        @Sha256 @JsonPropertyDescription("SHA-256 of the artefact.")
        String sha256,

        @Size(max = 32) @ListMap("batch")
        @JsonPropertyDescription(
                "Accelerator time as observed while serving, by batch size; sizes seldom seen are absent.")
        List<ServiceTimeRow> serviceTime,

        @PositiveDuration
        @JsonPropertyDescription("Extra time of a request after another model's as observed (EdgeTPU), a duration.")
        String switchTime) {}
