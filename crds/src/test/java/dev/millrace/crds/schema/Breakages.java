package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Breaks every keyword of every kind's schema once: walks the schema and a full valid object side by side, and changes a
 * copy of the object at one place. CEL rules need values that mean something; those are in {@code CelBreakages}.
 */
public final class Breakages {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Class<?> kind;
    private final ObjectNode valid;
    private final List<Breakage> found = new ArrayList<>();

    private Breakages(Class<?> kind) {
        this.kind = kind;
        this.valid = FullObjects.full(kind);
    }

    /** All breakages of all kinds. */
    public static List<Breakage> all() {
        return CrdGeneration.generate().stream()
                .flatMap(definition -> {
                    var kind = kindOf(definition.getSpec().getNames().getKind());
                    JsonNode schema = MAPPER.valueToTree(definition
                            .getSpec()
                            .getVersions()
                            .get(0)
                            .getSchema()
                            .getOpenAPIV3Schema());
                    var breakages = new Breakages(kind);
                    breakages.visit("spec", "/spec", schema.at("/properties/spec"));
                    if (schema.at("/properties").has("status")) {
                        breakages.visit("status", "/status", schema.at("/properties/status"));
                    }
                    return breakages.found.stream();
                })
                .toList();
    }

    private static Class<?> kindOf(String name) {
        return CrdGeneration.KINDS.stream()
                .filter(k -> k.getSimpleName().equals(name))
                .findAny()
                .orElseThrow();
    }

    private void visit(String field, String pointer, JsonNode schema) {
        var value = valid.at(pointer);
        if (value.isMissingNode()) {
            throw new IllegalStateException(kind.getSimpleName() + ".full.yaml has no " + field);
        }
        replace(
                field,
                pointer,
                "type",
                schema.path("type").asText().equals("object") ? text("x") : MAPPER.createObjectNode());
        ScalarBreakages.of(schema, value).forEach((keyword, broken) -> replace(field, pointer, keyword, broken));
        if (schema.path("type").asText().equals("array")) {
            visitList(field, pointer, schema, (ArrayNode) value);
        } else if (schema.path("additionalProperties").isObject()) {
            visitMap(field, pointer, schema, (ObjectNode) value);
        } else if (schema.has("properties")) {
            visitObject(field, pointer, schema);
        }
    }

    private void visitObject(String field, String pointer, JsonNode schema) {
        change(field + ".bogus", pointer, "unknown", o -> ((ObjectNode) o).put("bogus", 1));
        for (JsonNode required : schema.path("required")) {
            var name = required.asText();
            if (!schema.at("/properties/" + name).has("default")) {
                change(field + "." + name, pointer, "required", o -> ((ObjectNode) o).remove(name));
            }
        }
        for (var property : schema.path("properties").properties()) {
            visit(field + "." + property.getKey(), pointer + "/" + property.getKey(), property.getValue());
        }
    }

    private void visitList(String field, String pointer, JsonNode schema, ArrayNode list) {
        var first = list.get(0);
        change(field, pointer, "maxItems", l -> {
            while (l.size() <= schema.path("maxItems").asInt()) {
                ((ArrayNode) l).add(first.deepCopy());
            }
        });
        if (schema.has("minItems")) {
            change(field, pointer, "minItems", l -> ((ArrayNode) l).removeAll());
        }
        if (schema.has("x-kubernetes-list-map-keys")) {
            int next = list.size();
            change(field + "[" + next + "]", pointer, "duplicate", l -> ((ArrayNode) l).add(first.deepCopy()));
        }
        visit(field + "[0]", pointer + "/0", schema.path("items"));
    }

    private void visitMap(String field, String pointer, JsonNode schema, ObjectNode map) {
        var key = map.fieldNames().next();
        change(field, pointer, "maxProperties", m -> {
            for (int i = 0; m.size() <= schema.path("maxProperties").asInt(); i++) {
                ((ObjectNode) m).set("key-" + i, map.get(key));
            }
        });
        visit(field + "." + key, pointer + "/" + key, schema.path("additionalProperties"));
    }

    private void replace(String field, String pointer, String keyword, JsonNode broken) {
        var parent = pointer.substring(0, pointer.lastIndexOf('/'));
        var name = pointer.substring(pointer.lastIndexOf('/') + 1);
        change(field, parent, keyword, p -> {
            if (p instanceof ArrayNode array) {
                array.set(Integer.parseInt(name), broken);
            } else {
                ((ObjectNode) p).set(name, broken);
            }
        });
    }

    private void change(String field, String pointer, String keyword, Consumer<JsonNode> change) {
        var copy = valid.deepCopy();
        change.accept(copy.at(pointer));
        found.add(new Breakage(kind, field, keyword, copy));
    }

    private static JsonNode text(String text) {
        return MAPPER.getNodeFactory().textNode(text);
    }
}
