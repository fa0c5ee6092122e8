package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.KeyName;
import dev.millrace.crds.schema.QuantityText;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;

/** One device of a node, as its agent reports it. */
@Wire
public record DeviceStatus(
        @Required @DeviceName @JsonPropertyDescription("Name of the device, unique in the node.")
        String name,

        @JsonProperty("class") @Required @JsonPropertyDescription("Class of the device.")
        DeviceClass deviceClass,

        @Required @KeyName @JsonPropertyDescription("Type of the device; ModelProfile.spec.deviceType refers to it.")
        String type,

        @QuantityText @JsonPropertyDescription("EdgeTPU: on-chip SRAM for parameters; a quantity.")
        String onChipMemory,

        @QuantityText
        @JsonPropertyDescription("Memory of the device, a quantity; absent where it shares the memory of the host.")
        String memory,

        @JsonPropertyDescription("Whether the device can serve.")
        DeviceHealth health,

        @JsonPropertyDescription(
                "True where the device is emulated: it waits for the profiled time and answers with zeros.")
        Boolean emulated) {}
