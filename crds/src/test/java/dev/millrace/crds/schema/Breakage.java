package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object that breaks one keyword of its schema and was valid before.
 *
 * @param kind the type of the object
 * @param field the path of the field at fault, such as {@code spec.variants[0].name}
 * @param keyword what is broken, such as {@code maxLength}
 * @param object the broken object
 */
public record Breakage(Class<?> kind, String field, String keyword, ObjectNode object) {

    /** Whether the fault is in status, which an API server takes by a path of its own. */
    public boolean inStatus() {
        return field.startsWith("status");
    }

    @Override
    public String toString() {
        return kind.getSimpleName() + " " + field + " " + keyword;
    }
}
