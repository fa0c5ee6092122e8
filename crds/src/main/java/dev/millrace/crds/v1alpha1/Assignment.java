package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.DeviceName;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** One app on one device of a node. */
@Wire
@ValidationRule(
        value = "!(has(self.coResident) && has(self.maxBatch) && self.maxBatch > 1)",
        message = "coResident is for EdgeTPU and maxBatch above 1 for GPU devices: an assignment cannot have both")
public record Assignment(
        @Required @JsonPropertyDescription("The InferenceApp.")
        NamespacedName app,

        @Required @DeviceName @JsonPropertyDescription("Device of the node.")
        String device,

        @Required @DeviceName @JsonPropertyDescription("Variant of the model of the app.")
        String variant,

        @Default("1")
        @Min(0) @Max(1) @JsonPropertyDescription(
                "Fraction of the requests of the app that this device gets; 0 is loaded without new traffic (preload, drain).")
        Double share,

        @Default("1")
        @Min(1) @Max(1024) @JsonPropertyDescription("Largest batch; GPU only, equal for all apps that share a copy.")
        Integer maxBatch,

        @DeviceName @JsonPropertyDescription("EdgeTPU only: name of the set of copies that stay resident together.")
        String coResident) {}
