package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema of one kind, taken from its CustomResourceDefinition, so that offline and API server check the same. */
final class KindSchema {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<KnownKind, KindSchema> LOADED = new EnumMap<>(KnownKind.class);

    private final ObjectNode schema;
    private final StandardKeywords keywords;

    private KindSchema(ObjectNode schema) {
        this.schema = schema;
        this.keywords = new StandardKeywords(schema);
    }

    static synchronized KindSchema of(KnownKind kind) {
        return LOADED.computeIfAbsent(kind, KindSchema::load);
    }

    private static KindSchema load(KnownKind kind) {
        var definition = yaml(kind.definition().yaml());
        var schema = (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
        var properties = (ObjectNode) schema.path("properties");
        properties.set("metadata", yaml(metadataSchema()));
        // A dump has complete conditions; what is written by hand need only say what matters offline.
        if (schema.at("/properties/status/properties/conditions/items") instanceof ObjectNode condition) {
            condition.putArray("required").add("type").add("status");
        }
        // A node without conditions counts as ready offline: nobody is there who would make Unknown become True.
        if (properties.path("status") instanceof ObjectNode status) {
            status.remove("default");
            if (status.at("/properties/conditions") instanceof ObjectNode conditions) {
                conditions.remove("default");
            }
        }
        return new KindSchema(schema);
    }

    private static ObjectNode yaml(String text) {
        return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static String metadataSchema() {
        try (var in = KindSchema.class.getResourceAsStream("metadata.yaml")) {
            if (in == null) {
                throw new IllegalStateException("metadata.yaml is missing beside " + KindSchema.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode schema() {
        return schema;
    }

    /** Fills in defaults and drops empty fields, in place, as an API server does before it validates. */
    void complete(ObjectNode object) {
        Defaults.apply(object, schema);
    }

    /** What is wrong with a completed object. */
    List<FieldProblem> check(ObjectNode object) {
        var problems = new ArrayList<>(FiniteNumbers.check(object));
        if (problems.isEmpty()) {
            problems.addAll(keywords.check(object));
            var broken = problems.stream().map(FieldProblem::field).toList();
            problems.addAll(KubernetesKeywords.check(object, schema, broken));
        }
        return problems;
    }
}
