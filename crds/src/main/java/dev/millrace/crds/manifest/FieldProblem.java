package dev.millrace.crds.manifest;

/**
 * Something wrong with a field of an object.
 *
 * @param field the path of the field from the object's root, such as {@code spec.variants[0].name}; empty for the object
 */
record FieldProblem(String field, String message) {

    /** The path of a property of an object. */
    static String path(String parent, String property) {
        return parent.isEmpty() ? property : parent + "." + property;
    }
}
