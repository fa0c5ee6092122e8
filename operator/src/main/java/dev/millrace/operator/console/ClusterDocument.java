package dev.millrace.operator.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as a map.
 *
 * @param planEpoch number of the newest plan
 */
public record ClusterDocument(long planEpoch, Counts apps, List<NodeEntry> nodes) {

    /** Apps by state. */
    public record Counts(long placed, long refused, long pending) {}

    /**
     * A node.
     *
     * @param planLag epochs between what it was told and what it runs
     */
    public record NodeEntry(
            String name,
            boolean ready,
            @Nullable String agentVersion,
            @Nullable Integer cores,
            @Nullable String memory,
            long planLag,
            Map<String, String> labels,
            List<DeviceEntry> devices) {}

    /**
     * A device.
     *
     * @param load work it cannot avoid per unit time; null where nothing is placed
     * @param utilization predicted busy fraction
     */
    public record DeviceEntry(
            String name,
            String deviceClass,
            String type,
            boolean healthy,
            boolean emulated,
            String discipline,
            @Nullable String memory,
            @Nullable String onChipMemory,
            @Nullable Double load,
            @Nullable Double utilization,
            boolean stable,
            List<ResidentEntry> apps) {}

    /**
     * An app on a device.
     *
     * @param coResident name of the set that its copy stays resident with; null where it is resident alone
     * @param state what the agent says
     */
    public record ResidentEntry(
            String namespace,
            String name,
            String model,
            String variant,
            double share,
            int maxBatch,
            @Nullable String coResident,
            String state) {}
}
