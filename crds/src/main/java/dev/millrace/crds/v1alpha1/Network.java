package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.PositiveDuration;
import dev.millrace.crds.schema.Wire;

/** The constant part of a response time that is spent in the network. */
@Wire
public record Network(
        @PositiveDuration @JsonPropertyDescription("Constant added to every response time, a duration.")
        String latency) {}
