package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** The request stream that an app declares. */
@Wire
@ValidationRule(
        value = "has(self.process) && self.process == 'General' ? has(self.cv2) : !has(self.cv2)",
        message = "cv2 is required with process General and not allowed with any other")
public record Arrivals(
        @Required
        @Min(value = 0, inclusive = false) @Max(1000000) @JsonPropertyDescription("Mean arrival rate in requests per second.")
        Double ratePerSecond,

        @Default("Poisson")
        @JsonPropertyDescription(
                "Arrival process: Poisson, Periodic (a fixed period with unknown phase, as a camera sends), or General (independent Gamma inter-arrival times with the given cv2).")
        ArrivalKind process,

        @Min(value = 0, inclusive = false) @Max(10000) @JsonPropertyDescription(
                "Squared coefficient of variation of the inter-arrival time; required with process General and not allowed otherwise.")
        Double cv2) {}
