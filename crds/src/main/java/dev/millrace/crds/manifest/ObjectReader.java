package dev.millrace.crds.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns one document into an object of its kind, or says what is wrong with it. */
final class ObjectReader {
    /** Where a namespaced object is that does not say, as with kubectl. */
    private static final String DEFAULT_NAMESPACE = "default";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final List<Problem> problems;
    private final List<String> notes;

    ObjectReader(List<Problem> problems, List<String> notes) {
        this.problems = problems;
        this.notes = notes;
    }

    /** The object, or empty where the document is of another group or bad input. */
    Optional<ReadObject<?>> read(Document document) {
        var apiVersion = document.text("apiVersion");
        var kind = document.text("kind");
        if (apiVersion.isEmpty() || kind.isEmpty()) {
            report(document, apiVersion.isEmpty() ? "apiVersion" : "kind", "is required");
            return Optional.empty();
        }
        if (!apiVersion.startsWith(KnownKind.GROUP + "/")) {
            notes.add(document.file() + ": " + kind + " " + label(document) + ": skipped, " + apiVersion
                    + " is not of group " + KnownKind.GROUP);
            return Optional.empty();
        }
        if (!apiVersion.equals(KnownKind.API_VERSION)) {
            report(document, "apiVersion", "unknown version '" + apiVersion + "'. Maybe " + KnownKind.API_VERSION);
            return Optional.empty();
        }
        var known = KnownKind.named(kind);
        if (known.isEmpty()) {
            report(
                    document,
                    "kind",
                    "unknown kind '" + kind + "' of group " + KnownKind.GROUP + ", which has "
                            + String.join(", ", KnownKind.names()) + Words.maybe(kind, KnownKind.names()));
        }
        return known.flatMap(k -> read(document, k));
    }

    private Optional<ReadObject<?>> read(Document document, KnownKind kind) {
        var object = document.content().deepCopy();
        if (kind.namespaced()
                && object.path("metadata") instanceof ObjectNode metadata
                && !metadata.hasNonNull("namespace")) {
            metadata.put("namespace", DEFAULT_NAMESPACE);
        }
        var schema = KindSchema.of(kind);
        schema.complete(object);
        var found = new ArrayList<>(schema.check(object));
        if (!kind.namespaced() && !document.metadata("namespace").isEmpty()) {
            found.add(new FieldProblem("metadata.namespace", "is not allowed: " + kind.kind() + " is cluster-scoped"));
        }
        var completed = new Document(document.file(), object);
        found.forEach(p -> report(completed, p.field(), p.message()));
        return found.isEmpty() ? Optional.of(convert(completed, kind)) : Optional.empty();
    }

    private static ReadObject<?> convert(Document document, KnownKind kind) {
        try {
            HasMetadata object = MAPPER.treeToValue(document.content(), kind.type());
            return new ReadObject<>(ObjectId.of(kind, object), document.file(), object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of " + kind.kind() + " accepts what its type does not", e);
        }
    }

    private void report(Document document, String field, String message) {
        var kind = document.text("kind");
        problems.add(new Problem(
                document.file(),
                kind.isEmpty() ? null : kind,
                emptyToNull(document.metadata("namespace")),
                emptyToNull(document.metadata("name")),
                emptyToNull(field),
                message));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String label(Document document) {
        var namespace = document.metadata("namespace");
        return (namespace.isEmpty() ? "" : namespace + "/") + document.metadata("name");
    }
}
