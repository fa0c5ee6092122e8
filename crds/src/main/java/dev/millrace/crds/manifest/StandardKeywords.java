package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.stream.Collectors;

/** Checks what JSON Schema defines: types, required fields, enumerations, patterns and bounds. */
final class StandardKeywords {
    private final JsonSchema schema;

    /** @param structural the schema of a CustomResourceDefinition; not changed */
    StandardKeywords(ObjectNode structural) {
        var config = SchemaValidatorsConfig.builder()
                .pathType(PathType.LEGACY)
                .formatAssertionsEnabled(true)
                .build();
        schema = JsonSchemaFactory.getInstance(VersionFlag.V6).getSchema(standard(structural.deepCopy()), config);
    }

    List<FieldProblem> check(JsonNode object) {
        var messages = schema.validate(object);
        var mistyped = messages.stream()
                .filter(m -> "type".equals(m.getType()))
                .map(ValidationMessage::getInstanceLocation)
                .collect(Collectors.toSet());
        // A value of the wrong type breaks most other keywords too; saying so adds nothing.
        return messages.stream()
                .filter(m -> "type".equals(m.getType()) || !mistyped.contains(m.getInstanceLocation()))
                .map(StandardKeywords::problem)
                .toList();
    }

    private static FieldProblem problem(ValidationMessage message) {
        var field = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
        return "required".equals(message.getType())
                ? new FieldProblem(FieldProblem.path(field, message.getProperty()), "is required")
                : new FieldProblem(field, KeywordMessage.of(message));
    }

    /** The same schema without what only Kubernetes defines. */
    private static JsonNode standard(JsonNode node) {
        if (node instanceof ArrayNode array) {
            array.forEach(StandardKeywords::standard);
        } else if (node instanceof ObjectNode object) {
            makeStandard(object);
            object.forEach(StandardKeywords::standard);
        }
        return node;
    }

    private static void makeStandard(ObjectNode object) {
        if (object.path("x-kubernetes-int-or-string").asBoolean()) {
            object.remove("anyOf");
            object.putArray("type").add("integer").add("string");
        }
        switch (object.path("format").asText()) {
            case "int32" -> limit(object, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "int64" -> limit(object, Long.MIN_VALUE, Long.MAX_VALUE);
            default -> {}
        }
        if (object.path("format").isTextual() && !object.path("format").asText().equals("date-time")) {
            object.remove("format");
        }
        if (object.path("pattern").isTextual()) {
            // In Java $ also matches before a line break at the end; in RE2 it does not.
            object.put("pattern", object.path("pattern").asText().replaceFirst("\\$$", "\\\\z"));
        }
        exclusive(object, "minimum", "exclusiveMinimum");
        exclusive(object, "maximum", "exclusiveMaximum");
        object.remove(List.of("default", "x-kubernetes-validations", "x-kubernetes-list-type", "description"));
    }

    /** OpenAPI 3.0, and so a CRD, says of a bound whether it is exclusive; JSON Schema has a keyword for either kind. */
    private static void exclusive(ObjectNode object, String bound, String keyword) {
        if (object.path(keyword).isBoolean()) {
            boolean excluded = object.remove(keyword).asBoolean();
            if (excluded && object.has(bound)) {
                object.set(keyword, object.remove(bound));
            }
        }
    }

    private static void limit(ObjectNode object, long least, long most) {
        if (!object.has("minimum")) {
            object.put("minimum", least);
        }
        if (!object.has("maximum")) {
            object.put("maximum", most);
        }
    }
}
