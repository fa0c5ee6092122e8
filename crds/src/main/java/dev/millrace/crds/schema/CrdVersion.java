package dev.millrace.crds.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The version of the CustomResourceDefinitions, a number that rises with each change of a schema. It tells a program whether
 * the cluster's definitions are those that it was built with; what clients see stays {@code v1alpha1}.
 */
public final class CrdVersion {
    /** The annotation of a definition that holds its version. */
    public static final String ANNOTATION = "millrace.dev/crd-version";

    /** The version that this build ships. */
    public static final int CURRENT = 2;

    /** What definitions without the annotation are: they were shipped before it. */
    public static final int FIRST = 1;

    private CrdVersion() {}

    /** The version of a definition with those annotations; {@link #FIRST} where there is none that is a number. */
    public static int of(@Nullable Map<String, String> annotations) {
        String text = annotations == null ? null : annotations.get(ANNOTATION);
        return text == null || !text.matches("[1-9][0-9]{0,8}") ? FIRST : Integer.parseInt(text);
    }
}
