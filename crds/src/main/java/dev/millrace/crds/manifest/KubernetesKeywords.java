package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Checks what only Kubernetes defines: unknown fields, unique keys of list maps, and CEL rules. */
final class KubernetesKeywords {
    private final List<FieldProblem> problems = new ArrayList<>();
    private final List<String> brokenFields;

    private KubernetesKeywords(List<String> brokenFields) {
        this.brokenFields = brokenFields;
    }

    /** @param brokenFields what is known to be wrong; a rule about any of them would complain of the same again */
    static List<FieldProblem> check(JsonNode object, JsonNode schema, List<String> brokenFields) {
        var check = new KubernetesKeywords(brokenFields);
        check.visit("", object, schema);
        return check.problems;
    }

    private void visit(String path, JsonNode value, JsonNode schema) {
        if (value.isObject() && schema.path("type").asText().equals("object")) {
            visitObject(path, value, schema);
        } else if (value.isArray() && schema.path("type").asText().equals("array")) {
            visitList(path, value, schema);
        }
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            if (!broken(path) && !CelRule.of(rule.path("rule").asText()).holds(value)) {
                problems.add(new FieldProblem(path, rule.path("message").asText()));
            }
        }
    }

    private boolean broken(String path) {
        // The one rule at the root is about the name.
        var subject = path.isEmpty() ? "metadata.name" : path;
        return brokenFields.stream().anyMatch(f -> f.startsWith(subject));
    }

    private void visitObject(String path, JsonNode object, JsonNode schema) {
        var known = schema.path("properties");
        var others = schema.path("additionalProperties");
        for (var property : object.properties()) {
            var name = property.getKey();
            var field = FieldProblem.path(path, name);
            if (known.has(name)) {
                visit(field, property.getValue(), known.get(name));
            } else if (others.isObject()) {
                visit(field, property.getValue(), others);
            } else if (!schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                var names = new ArrayList<String>();
                known.fieldNames().forEachRemaining(names::add);
                problems.add(new FieldProblem(field, "unknown field" + Words.maybe(name, names)));
            }
        }
    }

    private void visitList(String path, JsonNode list, JsonNode schema) {
        var seen = new HashSet<ObjectNode>();
        for (int i = 0; i < list.size(); i++) {
            var field = path + "[" + i + "]";
            visit(field, list.get(i), schema.path("items"));
            var key = JsonNodeFactory.instance.objectNode();
            for (JsonNode name : schema.path("x-kubernetes-list-map-keys")) {
                if (list.get(i).has(name.asText())) {
                    key.set(name.asText(), list.get(i).get(name.asText()));
                }
            }
            if (!key.isEmpty() && !seen.add(key)) {
                problems.add(new FieldProblem(field, "duplicate of an entry before it: " + describe(key)));
            }
        }
    }

    private static String describe(ObjectNode key) {
        return String.join(
                ", ",
                key.properties().stream()
                        .map(p -> p.getKey() + " " + p.getValue().asText())
                        .toList());
    }
}
