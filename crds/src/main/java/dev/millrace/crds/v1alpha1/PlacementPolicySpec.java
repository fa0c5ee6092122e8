package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.OneOf;
import dev.millrace.crds.schema.PositiveDuration;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How apps are placed. */
@Wire
public record PlacementPolicySpec(
        @Default("millrace")
        @OneOf({
            "millrace",
            "memory-first-fit",
            "memory-best-fit",
            "memory-worst-fit",
            "knapsack",
            "ibis-bfs",
            "ibis-dfs",
            "spread"
        })
        @JsonPropertyDescription("Placement algorithm: millrace or one of the baselines.")
        String algorithm,

        @Default("InOrder") @JsonPropertyDescription("What a plan is to reach when not every app fits.")
        Goal goal,

        @Default("0.9")
        @Min(value = 0, inclusive = false) @Max(1) @JsonPropertyDescription("No device is planned beyond this load.")
        Double maxUtilization,

        @Default("5s") @PositiveDuration @JsonPropertyDescription("Wall-clock budget of one full re-plan, a duration.")
        String solveTime,

        @Default("0.05") @Min(0) @Max(1000) @JsonPropertyDescription("What moving a running app costs, in apps.")
        Double moveCost,

        @Default("0")
        @Min(0) @Max(10) @JsonPropertyDescription("Extra relative margin on every objective; 0 covers the error of the predictor only.")
        Double safetyMargin,

        @Default("{\"headroom\": 1.0, \"energy\": 0.0, \"price\": 0.0}")
        @JsonPropertyDescription("What counts after the number of apps hosted.")
        Weights weights,

        @Size(max = 256) @ListMap("namespace") @JsonPropertyDescription("What namespaces may take.")
        List<Quota> quotas) {}
