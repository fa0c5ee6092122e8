package dev.millrace.agent.plan;

import dev.millrace.agent.runtime.edgetpu.EdgeTpu;
import dev.millrace.crds.v1alpha1.DeviceClass;
import org.jspecify.annotations.Nullable;

/**
 * A device of this node.
 *
 * @param memory quantity, null where it shares the host's
 * @param onChipMemory quantity, null elsewhere than on an EdgeTPU
 * @param emulated whether execution is a wait of the profiled time
 * @param problem why it cannot serve, or null
 * @param edgeTpu the real EdgeTPU that it is, or null
 * @param gpu CUDA's number of the real GPU that it is, or null
 */
public record DeviceDeclaration(
        String name,
        DeviceClass deviceClass,
        String type,
        @Nullable String memory,
        @Nullable String onChipMemory,
        boolean emulated,
        @Nullable String problem,
        @Nullable EdgeTpu edgeTpu,
        @Nullable Integer gpu) {
    DeviceDeclaration(
            String name,
            DeviceClass deviceClass,
            String type,
            @Nullable String memory,
            @Nullable String onChipMemory,
            boolean emulated,
            @Nullable String problem) {
        this(name, deviceClass, type, memory, onChipMemory, emulated, problem, null, null);
    }
}
