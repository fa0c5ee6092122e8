package dev.millrace.agent.status;

import dev.millrace.agent.metrics.ServiceFigures;
import dev.millrace.agent.node.LoadState;
import dev.millrace.agent.node.NodeRuntime;
import dev.millrace.agent.node.ReplicaState;
import dev.millrace.agent.plan.DeviceDeclaration;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.serving.AppId;
import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.crds.v1alpha1.CpuInfo;
import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.crds.v1alpha1.LoadedCopy;
import dev.millrace.crds.v1alpha1.ObservedHistogram;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The status of a node as its agent knows it. */
final class NodeStatusBuilder {
    private final Inventory inventory;
    private final AgentInfo agent;
    private final NodeRuntime runtime;
    private final ServiceReport services;

    NodeStatusBuilder(Inventory inventory, AgentInfo agent, NodeRuntime runtime, ServiceFigures figures) {
        this.inventory = inventory;
        this.agent = agent;
        this.runtime = runtime;
        this.services = new ServiceReport(figures);
    }

    /**
     * @param observed response times by app and device
     * @param known conditions as they stand, for their transition times
     */
    InferenceNodeStatus build(
            BiFunction<AppId, String, Optional<ObservedHistogram>> observed,
            List<Condition> known,
            long observedGeneration) {
        List<ReplicaState> states = runtime.states();
        List<AppOnNode> apps = states.stream()
                .map(state -> app(state, observed))
                .sorted(Comparator.comparing(AppOnNode::namespace)
                        .thenComparing(AppOnNode::name)
                        .thenComparing(AppOnNode::device))
                .toList();
        List<LoadedCopy> loaded = services.of(runtime.loaded());
        List<Condition> conditions = new NodeConditions(known, observedGeneration).of(inventory, states);
        return new InferenceNodeStatus(
                runtime.epoch(),
                agent,
                new CpuInfo(inventory.cores()),
                inventory.memory(),
                inventory.devices().stream().map(NodeStatusBuilder::device).toList(),
                apps,
                loaded,
                new ProfilingStatus("millrace-agent " + agent.version()).of(runtime.profiles()),
                conditions);
    }

    private static DeviceStatus device(DeviceDeclaration device) {
        return new DeviceStatus(
                device.name(),
                device.deviceClass(),
                device.type(),
                device.onChipMemory(),
                device.memory(),
                device.problem() == null ? DeviceHealth.HEALTHY : DeviceHealth.UNHEALTHY,
                device.emulated());
    }

    private static AppOnNode app(ReplicaState state, BiFunction<AppId, String, Optional<ObservedHistogram>> observed) {
        return new AppOnNode(
                state.app().namespace(),
                state.app().name(),
                state.device(),
                AppState.valueOf(state.state().name()),
                state.reason().isEmpty() ? null : state.reason(),
                state.message().isEmpty() ? null : state.message(),
                observed.apply(state.app(), state.device()).orElse(null),
                state.serving() && state.state() != LoadState.READY ? true : null);
    }
}
