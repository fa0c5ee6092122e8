package dev.millrace.agent.serving;

import java.util.Comparator;

/** Namespace and name of an InferenceApp. */
public record AppId(String namespace, String name) implements Comparable<AppId> {
    private static final Comparator<AppId> ORDER =
            Comparator.comparing(AppId::namespace).thenComparing(AppId::name);

    /** The model name in the protocol. */
    public String modelName() {
        return namespace + "." + name;
    }

    @Override
    public int compareTo(AppId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
