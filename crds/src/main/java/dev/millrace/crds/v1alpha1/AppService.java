package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Default;

/** The Service of an app. */
@Wire
public record AppService(
        @Default("ClusterIP") @JsonPropertyDescription("Type of the Service that carries the name of the app.")
        ServiceType type) {}
