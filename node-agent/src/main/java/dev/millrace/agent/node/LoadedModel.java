package dev.millrace.agent.node;

import org.jspecify.annotations.Nullable;

/** A copy that is loaded on a device, for status. */
public record LoadedModel(
        String device, String model, @Nullable String sha256) {}
