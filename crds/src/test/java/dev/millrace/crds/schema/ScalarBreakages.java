package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values that break one keyword of the schema of a string or a number. */
final class ScalarBreakages {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ScalarBreakages() {}

    /** By keyword. */
    static Map<String, JsonNode> of(JsonNode schema, JsonNode valid) {
        var broken = new LinkedHashMap<String, JsonNode>();
        if (schema.has("enum")) {
            broken.put("enum", JSON.textNode("Nonsense"));
        }
        if (schema.has("pattern")) {
            broken.put("pattern", JSON.textNode("!!"));
        }
        if (schema.has("maxLength")) {
            broken.put(
                    "maxLength",
                    JSON.textNode(
                            valid.asText() + "0".repeat(schema.get("maxLength").asInt() + 1)));
        }
        if (schema.has("minLength")) {
            broken.put("minLength", JSON.textNode(""));
        }
        if (schema.path("format").asText().equals("date-time")) {
            broken.put("format", JSON.textNode("yesterday"));
        }
        boolean integral = !schema.path("type").asText().equals("number");
        if (schema.has("minimum")) {
            double minimum = schema.get("minimum").asDouble();
            boolean exclusive = schema.path("exclusiveMinimum").asBoolean();
            broken.put(exclusive ? "exclusiveMinimum" : "minimum", number(exclusive ? minimum : minimum - 1, integral));
        }
        if (schema.has("maximum")) {
            broken.put("maximum", number(schema.get("maximum").asDouble() + 1, integral));
        }
        return broken;
    }

    private static JsonNode number(double value, boolean integral) {
        return integral ? JSON.numberNode((long) value) : JSON.numberNode(value);
    }
}
