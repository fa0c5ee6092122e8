package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.QuantityText;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the agent of a node reports. */
@Wire
public record InferenceNodeStatus(
        @Min(0) @JsonPropertyDescription("Number of the plan that the node runs.")
        Long planEpoch,

        @JsonPropertyDescription("The agent and where it listens.")
        AgentInfo agent,

        @JsonPropertyDescription("The CPU of the node.") CpuInfo cpu,

        @QuantityText
        @JsonPropertyDescription("Memory of the host, a quantity; shared by devices that have none of their own.")
        String memory,

        @Size(max = 64) @ListMap("name") @JsonPropertyDescription("The devices of the node.")
        List<DeviceStatus> devices,

        @Size(max = 256) @ListMap({"namespace", "name", "device"}) @JsonPropertyDescription("The apps on the node.")
        List<AppOnNode> apps,

        @Size(max = 256) @JsonPropertyDescription("The copies that are loaded.")
        List<LoadedCopy> loaded,

        @Size(max = 64) @ListMap({"namespace", "name", "variant", "device"})
        @JsonPropertyDescription("How far the tasks of spec.profiling are, and what was measured.")
        List<ProfilingResult> profiles,

        @Size(max = 16) @ListMap("type") @JsonPropertyDescription("Ready, DevicesHealthy, PlanApplied.")
        List<Condition> conditions) {}
