package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.KeyName;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.PositiveDuration;
import dev.millrace.crds.schema.QuantityText;
import dev.millrace.crds.schema.Sha256;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What one model costs on one type of device. */
@Wire
public record ModelProfileSpec(
        @Required
        @KeyName
        @ValidationRule(value = "self == oldSelf", message = "model is immutable")
        @JsonPropertyDescription("Name of the model; InferenceModel.spec.profile refers to it. Immutable.")
        String model,

        @Required
        @KeyName
        @ValidationRule(value = "self == oldSelf", message = "deviceType is immutable")
        @JsonPropertyDescription("Type of device, equal to type in InferenceNode.status.devices. Immutable.")
        String deviceType,

        @Sha256 @JsonPropertyDescription("The profile is about this artefact only: its SHA-256, 64 hexadecimal digits.")
        String sha256,

        @Required
        @Size(min = 1, max = 32) @ListMap("batch")
        @JsonPropertyDescription("Accelerator time by batch size, model already resident.")
        List<ServiceTimeRow> serviceTime,

        @PositiveDuration
        @JsonPropertyDescription(
                "Extra time when the previous request on the device was another model (EdgeTPU); a duration.")
        String switchTime,

        @QuantityText
        @JsonPropertyDescription(
                "Device (or shared) memory that a loaded copy takes, a quantity; absent where it is not known, and then nothing is reserved.")
        String memory,

        @QuantityText
        @JsonPropertyDescription("EdgeTPU: parameter bytes cached in on-chip SRAM, a quantity; 0 or absent elsewhere.")
        String onChipMemory,

        @Min(0) @JsonPropertyDescription("Energy of one request in joules.")
        Double energyPerRequest,

        @Required @JsonPropertyDescription("Where the figures come from.")
        ProfileSource source) {}
