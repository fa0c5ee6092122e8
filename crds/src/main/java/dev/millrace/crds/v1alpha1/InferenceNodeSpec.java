package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What a node is to run. */
@Wire
@ValidationRule(
        value = "!has(oldSelf.planEpoch) || (has(self.planEpoch) && self.planEpoch >= oldSelf.planEpoch)",
        message = "planEpoch never goes back")
public record InferenceNodeSpec(
        @Size(max = 64) @ListMap({"key", "effect"})
        @JsonPropertyDescription("As on a Node; the taints of the Kubernetes Node count too.")
        List<Taint> taints,

        @Min(0) @Max(1000000) @JsonPropertyDescription("Price of the node per hour, in a currency of your choice.")
        Double pricePerHour,

        @Min(0) @JsonPropertyDescription("Number of the plan; never goes back.")
        Long planEpoch,

        @Size(max = 256) @JsonPropertyDescription("The apps that this node serves.")
        List<Assignment> assignments,

        @Size(max = 64) @JsonPropertyDescription("Serving discipline by device; Fcfs where absent.")
        Map<String, Discipline> disciplines,

        @Size(max = 256) @JsonPropertyDescription("Where requests go for apps that are split over nodes or moved away.")
        List<Route> routes,

        @Size(max = 64) @JsonPropertyDescription("Models to profile on an idle device.")
        List<ProfilingTask> profiling) {}
