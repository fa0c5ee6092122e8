package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.PositiveDuration;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;

/** The latency objective of an app. */
@Wire
public record Slo(
        @Required
        @PositiveDuration
        @JsonPropertyDescription("Bound on the end-to-end response time, a duration such as 80ms.")
        String latency,

        @Default("p95") @JsonPropertyDescription("Statistic of the response time that the bound holds for.")
        Objective objective) {}
