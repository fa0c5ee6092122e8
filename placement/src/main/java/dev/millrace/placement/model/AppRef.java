package dev.millrace.placement.model;

/** Names one app of a cluster. Ordered by namespace, then name. */
public record AppRef(String namespace, String name) implements Comparable<AppRef> {
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
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace == 0 ? name.compareTo(other.name) : byNamespace;
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
