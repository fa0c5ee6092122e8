package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/** The type of a field and its bounds, in words. */
final class FieldType {
    private FieldType() {}

    static String of(JSONSchemaProps schema) {
        if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
            return schema.getEnum().stream()
                    .map(JsonNode::asText)
                    .map(v -> "`" + v + "`")
                    .collect(Collectors.joining(", "));
        }
        if (Names.QUANTITY_PATTERN.equals(schema.getPattern())) {
            return "quantity";
        }
        if (Names.DURATION_PATTERN.equals(schema.getPattern())) {
            return "duration";
        }
        if (Names.SHA256_PATTERN.equals(schema.getPattern())) {
            return "64 hexadecimal digits";
        }
        return switch (schema.getType()) {
            case "array" -> list(schema);
            case "object" ->
                schema.getAdditionalProperties() == null
                        ? "object"
                        : "map, at most " + schema.getMaxProperties() + ", of "
                                + of(schema.getAdditionalProperties().getSchema());
            case "string" -> "string" + (schema.getMaxLength() == null ? "" : ", at most " + schema.getMaxLength());
            default -> schema.getType() + range(schema);
        };
    }

    private static String list(JSONSchemaProps schema) {
        var keys = schema.getXKubernetesListMapKeys();
        var size = schema.getMinItems() == null ? "at most " : schema.getMinItems() + " to ";
        var items = schema.getItems().getSchema();
        return "list, " + size + schema.getMaxItems()
                + (keys == null || keys.isEmpty() ? "" : ", unique by " + String.join(", ", keys))
                + ("object".equals(items.getType()) ? "" : ", of " + of(items));
    }

    private static String range(JSONSchemaProps schema) {
        var least = schema.getMinimum() == null
                ? ""
                : (Boolean.TRUE.equals(schema.getExclusiveMinimum()) ? ", > " : ", ≥ ") + plain(schema.getMinimum());
        return least + (schema.getMaximum() == null ? "" : ", ≤ " + plain(schema.getMaximum()));
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
