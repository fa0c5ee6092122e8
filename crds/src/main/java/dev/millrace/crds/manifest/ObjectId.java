package dev.millrace.crds.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** What makes an object one object: a later document with the same identity replaces an earlier one. */
record ObjectId(KnownKind kind, @Nullable String namespace, String name) {

    static ObjectId of(KnownKind kind, HasMetadata object) {
        var metadata = object.getMetadata();
        return new ObjectId(kind, metadata.getNamespace(), metadata.getName());
    }

    Problem problem(String file, FieldProblem problem) {
        return new Problem(
                file,
                kind.kind(),
                namespace,
                name,
                problem.field().isEmpty() ? null : problem.field(),
                problem.message());
    }
}
