package dev.millrace.agent.node;

import org.jspecify.annotations.Nullable;

/**
 * A copy that is loaded on a device, for status.
 *
 * @param copy its id, unique on the node
 * @param emulated whether the device is
 */
public record LoadedModel(
        String copy,
        String device,
        boolean emulated,
        String model,
        @Nullable String sha256) {}
