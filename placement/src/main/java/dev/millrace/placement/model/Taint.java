package dev.millrace.placement.model;

import org.jspecify.annotations.Nullable;

/** A taint of a node, as in Kubernetes: {@code NoSchedule} and {@code NoExecute} keep out apps that do not tolerate it. */
public record Taint(String key, @Nullable String value, String effect) {
    public Taint {
        Require.text("key", key);
        Require.text("effect", effect);
    }

    /** Whether the taint forbids placement; {@code PreferNoSchedule} does not. */
    public boolean forbids() {
        return !effect.equals("PreferNoSchedule");
    }

    @Override
    public String toString() {
        return value == null || value.isEmpty() ? key + ":" + effect : key + "=" + value + ":" + effect;
    }
}
