package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.AtomicMap;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** One request stream to one model with a latency objective. */
@Wire
public record InferenceAppSpec(
        @Required
        @JsonPropertyDescription(
                "The model: an InferenceModel of the same namespace. A change is a make-before-break rollout.")
        ModelRef modelRef,

        @Default("Shared")
        @JsonPropertyDescription(
                "Shared: apps whose artefact digest is equal share one loaded copy. Dedicated: a private copy, never shared.")
        Tenancy tenancy,

        @Required @JsonPropertyDescription("The request stream.")
        Arrivals arrivals,

        @Required @JsonPropertyDescription("The latency objective.")
        Slo slo,

        @JsonPropertyDescription("Work on the CPU of the serving node, before the accelerator.")
        Preprocess preprocess,

        @JsonPropertyDescription("Constant network latency.")
        Network network,

        @Default("{\"min\": 1, \"max\": 1}")
        @JsonPropertyDescription("Over how many device placements the load may be split.")
        Replicas replicas,

        @Default("0")
        @Min(-1000000) @Max(1000000) @JsonPropertyDescription("Higher is kept first when not everything fits; capped by the quota of the policy.")
        Integer priority,

        @Default("{\"type\": \"ClusterIP\"}") @JsonPropertyDescription("The Service of the app.")
        AppService service,

        @Size(max = 64) @AtomicMap(maxValueLength = 63)
        @JsonPropertyDescription("Labels a node must have, as in a Pod.")
        Map<String, String> nodeSelector,

        @Size(max = 64) @JsonPropertyDescription("Taints of nodes that the app tolerates, as in a Pod.")
        List<Toleration> tolerations) {}
