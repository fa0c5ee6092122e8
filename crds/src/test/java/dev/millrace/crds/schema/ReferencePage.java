package dev.millrace.crds.schema;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The reference page of one kind, in Markdown: what it is, an example, every field with its bounds, every rule. */
final class ReferencePage {
    private final CustomResourceDefinition definition;
    private final Class<?> kind;
    private final StringBuilder text = new StringBuilder();
    private final TreeMap<String, String> rules = new TreeMap<>();

    private ReferencePage(CustomResourceDefinition definition, Class<?> kind) {
        this.definition = definition;
        this.kind = kind;
    }

    static String fileName(CustomResourceDefinition definition) {
        return definition.getSpec().getNames().getKind().toLowerCase(Locale.ROOT) + ".md";
    }

    static String of(CustomResourceDefinition definition, Class<?> kind) {
        return new ReferencePage(definition, kind).write();
    }

    private String write() {
        var names = definition.getSpec().getNames();
        var root = definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
        line("<!-- Generated from the types in crds/; see CommittedReferenceTest. -->");
        line("# " + names.getKind());
        line("");
        line(root.getDescription());
        line("");
        line("`millrace.dev/v1alpha1`, " + definition.getSpec().getScope().toLowerCase(Locale.ROOT)
                + "-scoped, short name `"
                + names.getShortNames().get(0) + "`, category `millrace`. `kubectl get` shows "
                + String.join(", ", columns()) + ".");
        line("");
        line("## Example");
        line("");
        line("```yaml");
        text.append(FullObjects.fullText(kind));
        line("```");
        var arguments = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        collectRules("", root);
        section("Spec", "spec", root, (Class<?>) arguments[0]);
        if (arguments[1] != Void.class) {
            section("Status", "status", root, (Class<?>) arguments[1]);
        }
        if (!rules.isEmpty()) {
            line("");
            line("## Rules");
            line("");
            line(
                    "Beyond the bounds of single fields, the API server holds these, and so does every command that reads files:");
            line("");
            rules.forEach((rule, field) -> line("- " + (field.isEmpty() ? "" : field + ": ") + rule));
        }
        return text.toString();
    }

    private List<String> columns() {
        return Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(c -> c.name() + (c.priority() > 0 ? " (wide)" : ""))
                .toList();
    }

    private void section(String title, String field, JSONSchemaProps root, Class<?> type) {
        line("");
        line("## " + title);
        line("");
        line("| field | type | default | what it says |");
        line("|---|---|---|---|");
        rows("", root.getProperties().get(field), type);
    }

    private void rows(String prefix, JSONSchemaProps schema, Class<?> type) {
        for (var property : RecordProperty.of(type)) {
            var child = schema.getProperties().get(property.jsonName());
            var field = prefix + property.jsonName();
            boolean required =
                    schema.getRequired() != null && schema.getRequired().contains(property.jsonName());
            line("| `" + field + "` | " + FieldType.of(child) + " | " + initial(child, required, property) + " | "
                    + child.getDescription() + " |");
            rowsBelow(field, child, property.type());
        }
    }

    private void rowsBelow(String field, JSONSchemaProps schema, Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            rowsBelow(field + "[]", schema.getItems().getSchema(), generic.getActualTypeArguments()[0]);
        } else if (type != Condition.class && type instanceof Class<?> record && record.isRecord()) {
            rows(field + ".", schema, record);
        }
    }

    private static String initial(JSONSchemaProps schema, boolean required, RecordProperty property) {
        if (required) {
            return "required";
        }
        if (schema.getDefault() == null) {
            return "";
        }
        return property.jsonName().equals("conditions")
                ? "`Ready=Unknown`"
                : "`" + schema.getDefault().toString().replace("\"", "") + "`";
    }

    private void collectRules(String path, JSONSchemaProps schema) {
        if (schema.getXKubernetesValidations() != null) {
            schema.getXKubernetesValidations()
                    .forEach(r -> rules.merge(
                            r.getMessage(), path.isEmpty() ? "" : "`" + path + "`", (a, b) -> a + ", " + b));
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((n, c) -> collectRules(path.isEmpty() ? n : path + "." + n, c));
        }
        if (schema.getItems() != null) {
            collectRules(path + "[]", schema.getItems().getSchema());
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
