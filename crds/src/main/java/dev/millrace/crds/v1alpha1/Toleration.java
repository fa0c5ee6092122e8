package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.OneOf;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A toleration, as in a Pod. */
@Wire
@ValidationRule(
        value =
                "has(self.operator) && self.operator == 'Exists' ? !has(self.value) || self.value == '' : has(self.key) && self.key != ''",
        message = "operator Exists takes no value; operator Equal needs a key")
public record Toleration(
        @Size(max = 317) @JsonPropertyDescription("Taint key; empty with operator Exists tolerates every key.")
        String key,

        @OneOf({"Exists", "Equal"}) @JsonPropertyDescription("Exists or Equal (default).")
        String operator,

        @Size(max = 63) @JsonPropertyDescription("Taint value, with operator Equal.")
        String value,

        @OneOf({"NoSchedule", "PreferNoSchedule", "NoExecute"})
        @JsonPropertyDescription("Taint effect; empty tolerates every effect.")
        String effect,

        @JsonPropertyDescription(
                "Accepted as in a Pod; an app is moved at once when a node is tainted NoExecute without being tolerated.")
        Long tolerationSeconds) {}
