package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator reports about an app. */
@Wire
public record InferenceAppStatus(
        @Size(max = 16) @ListMap("type")
        @JsonPropertyDescription(
                "Accepted, Profiled, Placed, Loaded, Ready, SLOMet, and Stalled on refused or invalid apps.")
        List<Condition> conditions,

        @JsonPropertyDescription("What the printer columns show.")
        AppSummary summary,

        @Size(max = 256) @ListMap({"node", "device"}) @JsonPropertyDescription("The devices that serve the app.")
        List<AppPlacement> placements,

        @JsonPropertyDescription("Predicted end-to-end response time.")
        Percentiles predicted,

        @JsonPropertyDescription(
                "Observed end-to-end response time, merged over all agents; written at most once a minute and on a change over 10 %.")
        ObservedLatency observed,

        @Size(max = 2048) @JsonPropertyDescription("Where requests go (Open Inference Protocol v2).")
        String url,

        @Min(0) @JsonPropertyDescription("Generation of the spec that this status is about.")
        Long observedGeneration) {}
