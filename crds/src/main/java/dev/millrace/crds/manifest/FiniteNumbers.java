package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finds numbers that YAML can write and JSON, and so an API server, cannot: not-a-number and infinities. */
final class FiniteNumbers {
    private final List<FieldProblem> problems = new ArrayList<>();

    private FiniteNumbers() {}

    static List<FieldProblem> check(JsonNode object) {
        var search = new FiniteNumbers();
        search.visit("", object);
        return search.problems;
    }

    private void visit(String path, JsonNode node) {
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            problems.add(new FieldProblem(path, "must be a finite number"));
        }
        node.properties().forEach(p -> visit(FieldProblem.path(path, p.getKey()), p.getValue()));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(path + "[" + i + "]", node.get(i));
            }
        }
    }
}
