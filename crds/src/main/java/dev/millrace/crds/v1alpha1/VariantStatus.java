package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The resolved artefact of one variant. */
@Wire
public record VariantStatus(
        @Required @DeviceName @JsonPropertyDescription("Name of the variant.")
        String name,

        @Size(max = 71) @Pattern("^sha256:[0-9a-f]{64}$") @JsonPropertyDescription("Digest of the artefact, such as sha256:....")
        String digest) {}
