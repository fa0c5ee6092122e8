package dev.millrace.placement.model;

import dev.millrace.queueing.model.DeviceClass;
import org.jspecify.annotations.Nullable;

/**
 * One device of a node.
 *
 * @param type key into the profiles of a variant
 * @param memoryBytes the device's own memory; null: it shares the memory of its host
 * @param onChipBytes on-chip memory (EdgeTPU), bounds named co-resident sets of two or more
 */
public record DeviceSpec(
        String name,
        DeviceClass deviceClass,
        String type,
        @Nullable Long memoryBytes,
        long onChipBytes,
        boolean healthy) {
    public DeviceSpec {
        Require.text("name", name);
        Require.text("type", type);
        Require.notNegative("onChipBytes", onChipBytes);
        if (memoryBytes != null) {
            Require.notNegative("memoryBytes", memoryBytes);
        }
    }
}
