package dev.millrace.crds.manifest;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a manifest.
 *
 * @param file the file, {@code file:line} where the text itself is malformed, or {@code -} for standard input
 * @param kind the object's kind, or null where the problem is with the file
 * @param namespace the object's namespace, or null for a cluster-scoped object
 * @param name the object's name, or null where the problem is with the file
 * @param field the path of the field, such as {@code spec.slo.latency}, or null where no single field is at fault
 * @param message what is wrong, as a sentence without full stop
 */
public record Problem(
        String file,
        @Nullable String kind,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String field,
        String message) {

    /** A problem with a file as such. */
    static Problem ofFile(String file, String message) {
        return new Problem(file, null, null, null, null, message);
    }

    /** One line: {@code FILE: Kind namespace/name: field: message}, or {@code FILE: message} where there is no object. */
    @Override
    public String toString() {
        var line = new StringBuilder(file).append(": ");
        if (kind != null) {
            line.append(kind).append(' ');
            if (namespace != null) {
                line.append(namespace).append('/');
            }
            line.append(name == null ? "?" : name).append(": ");
        }
        if (field != null) {
            line.append(field).append(": ");
        }
        // Messages quote values of the user's: a line break in one must not break the line.
        return line.append(message).toString().replaceAll("\\R", " ");
    }
}
