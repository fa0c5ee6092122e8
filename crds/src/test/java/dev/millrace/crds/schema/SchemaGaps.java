package dev.millrace.crds.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;

/** Finds properties without description and values without bound. */
final class SchemaGaps {
    private final List<String> gaps = new ArrayList<>();

    private SchemaGaps() {}

    static List<String> in(String path, JSONSchemaProps schema) {
        var search = new SchemaGaps();
        search.property(path, schema);
        return search.gaps;
    }

    private void property(String path, JSONSchemaProps schema) {
        if (schema.getDescription() == null || schema.getDescription().isBlank()) {
            gaps.add(path + " has no description");
        }
        value(path, schema);
    }

    private void value(String path, JSONSchemaProps schema) {
        var type = Boolean.TRUE.equals(schema.getXKubernetesIntOrString()) ? "quantity" : schema.getType();
        switch (type) {
            case "string", "quantity" -> {
                boolean listed = schema.getEnum() != null && !schema.getEnum().isEmpty();
                if (schema.getMaxLength() == null && !listed && !"date-time".equals(schema.getFormat())) {
                    gaps.add(path + " has no maxLength");
                }
            }
            case "integer", "number" -> {
                if (schema.getFormat() == null) {
                    gaps.add(path + " has no format");
                }
            }
            case "array" -> {
                if (schema.getMaxItems() == null || schema.getXKubernetesListType() == null) {
                    gaps.add(path + " has no maxItems or list type");
                }
                value(path + "[]", schema.getItems().getSchema());
            }
            case "object" -> object(path, schema);
            case "boolean" -> {}
            default -> gaps.add(path + " is of unknown type " + type);
        }
    }

    private void object(String path, JSONSchemaProps schema) {
        if (schema.getAdditionalProperties() != null) {
            if (schema.getMaxProperties() == null) {
                gaps.add(path + " has no maxProperties");
            }
            value(path + "{}", schema.getAdditionalProperties().getSchema());
        } else {
            schema.getProperties().forEach((name, child) -> property(path + "." + name, child));
        }
    }
}
