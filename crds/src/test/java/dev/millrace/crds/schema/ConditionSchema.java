package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.LinkedHashMap;
import java.util.List;

/** The schema of a {@code metav1.Condition}, with the bounds that its Go type documents. */
final class ConditionSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ConditionSchema() {}

    static void describe(JSONSchemaProps schema) {
        var properties = new LinkedHashMap<String, JSONSchemaProps>();
        properties.put(
                "type",
                text("What the condition is about.")
                        .withMinLength(1L)
                        .withMaxLength(316L)
                        .withPattern("^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")
                        .build());
        properties.put(
                "status",
                text("True, False or Unknown.")
                        .withEnum(JSON.textNode("True"), JSON.textNode("False"), JSON.textNode("Unknown"))
                        .build());
        properties.put(
                "observedGeneration",
                new JSONSchemaPropsBuilder()
                        .withType("integer")
                        .withFormat("int64")
                        .withMinimum(0.0)
                        .withDescription("Generation of the spec that the condition is about.")
                        .build());
        properties.put(
                "lastTransitionTime",
                text("When the status last changed.").withFormat("date-time").build());
        properties.put(
                "reason",
                text("Why, as one CamelCase word.")
                        .withMinLength(1L)
                        .withMaxLength(1024L)
                        .withPattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
                        .build());
        properties.put(
                "message",
                text("Why, as a sentence; may be empty.").withMaxLength(32768L).build());
        schema.setDescription("One aspect of the state of the object.");
        schema.setProperties(properties);
        schema.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
    }

    private static JSONSchemaPropsBuilder text(String description) {
        return new JSONSchemaPropsBuilder().withType("string").withDescription(description);
    }

    /** The conditions of an object that nobody has looked at yet. */
    static JsonNode readyUnknown() {
        return JSON.arrayNode()
                .add(JSON.objectNode()
                        .put("type", "Ready")
                        .put("status", "Unknown")
                        .put("reason", "Pending")
                        .put("message", "Waiting for Millrace")
                        .put("lastTransitionTime", "1970-01-01T00:00:00Z"));
    }
}
