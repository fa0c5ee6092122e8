package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.Sha256;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One artefact of a model, for one class of device. */
@Wire
public record ModelVariant(
        @Required @DeviceName @JsonPropertyDescription("Name of the variant, unique in the model.")
        String name,

        @Required @JsonPropertyDescription("Class of device it runs on.")
        DeviceClass deviceClass,

        @Required
        @Size(min = 1, max = 32) @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") @JsonPropertyDescription("Format of the artefact: onnx or tflite.")
        String format,

        @Required
        @Size(min = 1, max = 2048) @Pattern("^(https?|oci|s3|file):[^\\s]+$") @JsonPropertyDescription("Where the artefact is: an https, http, oci, s3 or file URI.")
        String uri,

        @Sha256
        @JsonPropertyDescription(
                "SHA-256 of the artefact, 64 hexadecimal digits. Without it the artefact is not shared across namespaces before its digest is resolved.")
        String sha256,

        @JsonPropertyDescription("Secret with the credentials for the URI.")
        SecretRef credentialsSecretRef) {}
