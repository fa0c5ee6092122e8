package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Drops fields that hold nothing and fills in the defaults of a schema, from the outside inwards. */
final class Defaults {
    private Defaults() {}

    static void apply(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            object.properties().removeIf(p -> p.getValue().isNull());
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                var child = property.getValue();
                if (!object.has(property.getKey()) && child.has("default")) {
                    object.set(property.getKey(), child.get("default").deepCopy());
                }
                apply(object.path(property.getKey()), child);
            }
            if (schema.has("additionalProperties")) {
                object.forEach(member -> apply(member, schema.get("additionalProperties")));
            }
        } else if (value.isArray()) {
            value.forEach(item -> apply(item, schema.path("items")));
        }
    }
}
