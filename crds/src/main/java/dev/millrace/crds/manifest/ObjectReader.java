package dev.millrace.crds.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns one document into an object of its kind, or says what is wrong with it. */
final class ObjectReader {
    /** Where a namespaced object is that does not say, as with kubectl. */
    private static final String DEFAULT_NAMESPACE = "default";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final List<Problem> problems;
    private final List<String> notes;
    private final ManifestSet objects;

    ObjectReader(ManifestSet objects, List<Problem> problems, List<String> notes) {
        this.objects = objects;
        this.problems = problems;
        this.notes = notes;
    }

    /** Adds the object to the set, unless the document is of another group or bad input. */
    void read(Document document) {
        var apiVersion = document.text("apiVersion");
        var kind = document.text("kind");
        if (apiVersion.isEmpty() || kind.isEmpty()) {
            report(document, apiVersion.isEmpty() ? "apiVersion" : "kind", "is required");
            return;
        }
        if (!apiVersion.startsWith(KnownKind.GROUP + "/")) {
            notes.add(document.file() + ": " + kind + " " + label(document) + ": skipped, " + apiVersion
                    + " is not of group " + KnownKind.GROUP);
            return;
        }
        if (!apiVersion.equals(KnownKind.API_VERSION)) {
            report(document, "apiVersion", "unknown version '" + apiVersion + "'. Maybe " + KnownKind.API_VERSION);
            return;
        }
        var known = KnownKind.named(kind);
        if (known.isEmpty()) {
            report(
                    document,
                    "kind",
                    "unknown kind '" + kind + "' of group " + KnownKind.GROUP + ", which has "
                            + String.join(", ", KnownKind.names()) + Words.maybe(kind, KnownKind.names()));
        }
        known.ifPresent(k -> read(document, k));
    }

    private void read(Document document, KnownKind kind) {
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
        if (found.isEmpty()) {
            objects.add(convert(completed, kind));
        } else {
            var namespace = emptyToNull(completed.metadata("namespace"));
            objects.reject(new ObjectId(kind, namespace, completed.metadata("name")));
        }
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
