package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds what the generator cannot know from the types: list types, string enumerations, quantities, number formats, the
 * schema of conditions and the order of the printer columns. Walks a kind's records and its schema side by side.
 */
final class SchemaRefinement {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final CustomResourceDefinition definition;

    private final Class<?> kind;

    SchemaRefinement(CustomResourceDefinition definition, Class<?> kind) {
        this.definition = definition;
        this.kind = kind;
    }

    void apply() {
        definition.getMetadata().setAnnotations(Map.of(CrdVersion.ANNOTATION, String.valueOf(CrdVersion.CURRENT)));
        definition.getSpec().getNames().setCategories(List.of("millrace"));
        definition.getSpec().getNames().setListKind(kind.getSimpleName() + "List");
        var version = definition.getSpec().getVersions().get(0);
        orderColumns(version);
        var root = version.getSchema().getOpenAPIV3Schema();
        root.setDescription(KindDescriptions.of(kind));
        var arguments = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        var properties = new LinkedHashMap<String, JSONSchemaProps>();
        properties.put("apiVersion", plainString("Version of the schema: millrace.dev/v1alpha1."));
        properties.put("kind", plainString("Kind of the object: " + kind.getSimpleName() + "."));
        properties.put(
                "metadata", new JSONSchemaPropsBuilder().withType("object").build());
        properties.put("spec", root.getProperties().get("spec"));
        properties.get("spec").setDescription("What is wanted.");
        refineRecord(properties.get("spec"), (Class<?>) arguments[0]);
        if (arguments[1] != Void.class) {
            var status = root.getProperties().get("status");
            status.setDescription("What is the case; written by Millrace.");
            properties.put("status", status);
            refineRecord(status, (Class<?>) arguments[1]);
            defaultConditions(status);
        }
        root.setProperties(properties);
        root.setRequired(List.of("metadata", "spec"));
    }

    private static JSONSchemaProps plainString(String description) {
        return new JSONSchemaPropsBuilder()
                .withType("string")
                .withDescription(description)
                .build();
    }

    private void orderColumns(CustomResourceDefinitionVersion version) {
        var generated = version.getAdditionalPrinterColumns();
        version.setAdditionalPrinterColumns(Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(a -> generated.stream()
                        .filter(c -> c.getName().equals(a.name()))
                        .findAny()
                        .orElseThrow())
                .map(SchemaRefinement::withoutZeroPriority)
                .toList());
    }

    private static CustomResourceColumnDefinition withoutZeroPriority(CustomResourceColumnDefinition column) {
        if (Integer.valueOf(0).equals(column.getPriority())) {
            column.setPriority(null);
        }
        return column;
    }

    private void refineRecord(JSONSchemaProps schema, Class<?> type) {
        for (var property : RecordProperty.of(type)) {
            var child = schema.getProperties().get(property.jsonName());
            if (child == null) {
                throw new IllegalStateException(type.getSimpleName() + "." + property.jsonName() + " has no schema");
            }
            refineProperty(child, property);
        }
    }

    private void refineProperty(JSONSchemaProps schema, RecordProperty property) {
        if (property.has(QuantityText.class)) {
            makeQuantity(schema);
        }
        if (property.has(OneOf.class)) {
            schema.setEnum(Arrays.stream(property.get(OneOf.class).value())
                    .<com.fasterxml.jackson.databind.JsonNode>map(JSON::textNode)
                    .toList());
        }
        if (property.has(AtomicMap.class)) {
            schema.setXKubernetesMapType("atomic");
            schema.getAdditionalProperties().getSchema().setMaxLength((long)
                    property.get(AtomicMap.class).maxValueLength());
        }
        if ("array".equals(schema.getType())) {
            var keys = property.has(ListMap.class) ? property.get(ListMap.class).value() : new String[0];
            schema.setXKubernetesListType(keys.length > 0 ? "map" : "atomic");
            schema.setXKubernetesListMapKeys(keys.length > 0 ? List.of(keys) : null);
        }
        refineType(schema, property.type());
    }

    private void refineType(JSONSchemaProps schema, Type type) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class) {
                refineType(schema.getItems().getSchema(), generic.getActualTypeArguments()[0]);
            } else if (generic.getRawType() == Map.class) {
                refineType(schema.getAdditionalProperties().getSchema(), generic.getActualTypeArguments()[1]);
            }
        } else if (type == Condition.class) {
            ConditionSchema.describe(schema);
        } else if (type == Integer.class) {
            schema.setFormat("int32");
        } else if (type == Long.class) {
            schema.setFormat("int64");
        } else if (type == Double.class) {
            schema.setFormat("double");
        } else if (type instanceof Class<?> record && record.isRecord()) {
            refineRecord(schema, record);
        }
    }

    /** A quantity may be written as an integer too, as everywhere in Kubernetes. */
    private static void makeQuantity(JSONSchemaProps schema) {
        schema.setType(null);
        schema.setXKubernetesIntOrString(true);
        schema.setAnyOf(List.of(
                new JSONSchemaPropsBuilder().withType("integer").build(),
                new JSONSchemaPropsBuilder().withType("string").build()));
        schema.setPattern(Names.QUANTITY_PATTERN);
        schema.setMinimum(0.0);
        schema.setMaxLength((long) Names.QUANTITY_MAX_LENGTH);
    }

    /** Tools that compute a status from conditions then see an object that nobody has looked at yet as in progress. */
    private static void defaultConditions(JSONSchemaProps status) {
        var conditions = status.getProperties().get("conditions");
        if (conditions == null) {
            return;
        }
        conditions.setDefault(ConditionSchema.readyUnknown());
        status.setDefault(JSON.objectNode().set("conditions", ConditionSchema.readyUnknown()));
    }
}
