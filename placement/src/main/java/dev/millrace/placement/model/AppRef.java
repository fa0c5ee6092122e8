package dev.millrace.placement.model;

import java.util.Comparator;

/** Names one app of a cluster. Ordered by namespace, then name. */
public record AppRef(String namespace, String name) implements Comparable<AppRef> {
    private static final Comparator<AppRef> ORDER =
            Comparator.comparing(AppRef::namespace).thenComparing(AppRef::name);

    public AppRef {
        Require.text("namespace", namespace);
        Require.text("name", name);
    }

    /** Reads what {@link #toString()} wrote: {@code namespace/name}. */
    public static AppRef parse(String text) {
        int slash = text.indexOf('/');
        Require.that(slash > 0, "app", text, "must be namespace/name");
        return new AppRef(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(AppRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
