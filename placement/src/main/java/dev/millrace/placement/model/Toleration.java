package dev.millrace.placement.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A toleration of an app, with the semantics of a Pod's: absent key or effect match all, operator defaults to Equal. */
public record Toleration(
        @Nullable String key,
        @Nullable String operator,
        @Nullable String value,
        @Nullable String effect) {

    /** Whether an app with this toleration may stand on a node with that taint. */
    public boolean tolerates(Taint taint) {
        boolean exists = "Exists".equals(operator);
        boolean anyKey = key == null || key.isEmpty();
        boolean effectMatches = effect == null || effect.isEmpty() || effect.equals(taint.effect());
        boolean keyMatches = anyKey ? exists : taint.key().equals(key);
        boolean valueMatches =
                exists || Objects.requireNonNullElse(value, "").equals(Objects.requireNonNullElse(taint.value(), ""));
        return effectMatches && keyMatches && valueMatches;
    }
}
