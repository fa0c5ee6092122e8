package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.KeyName;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A model: one artefact per class of device it can run on. */
@Wire
public record InferenceModelSpec(
        @KeyName @JsonPropertyDescription("Key into spec.model of ModelProfiles; metadata.name where absent.")
        String profile,

        @Required @Size(min = 1, max = 8) @ListMap("name") @JsonPropertyDescription("One artefact per class of device.")
        List<ModelVariant> variants) {}
