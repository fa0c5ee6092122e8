package dev.millrace.operator.inferencenode;

import dev.millrace.crds.v1alpha1.AgentInfo;
import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.crds.v1alpha1.CpuInfo;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.crds.v1alpha1.Taint;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of an InferenceNode that a plan, or its rollout, depends on. Observed latencies are not in it, so that traffic
 * alone never wakes the planner.
 *
 * @param writtenEpoch number of the plan in the spec, where that is not this operator's
 */
public record NodeSignature(
        @Nullable Map<String, String> labels,
        @Nullable List<Taint> taints,
        @Nullable Double pricePerHour,
        @Nullable Long writtenEpoch,
        boolean ready,
        @Nullable Long runningEpoch,
        @Nullable AgentInfo agent,
        @Nullable CpuInfo cpu,
        @Nullable String memory,
        @Nullable List<DeviceStatus> devices,
        List<App> apps) {

    /** How far an agent is with one app. */
    public record App(
            String namespace,
            String name,
            String device,
            @Nullable AppState state,
            @Nullable Boolean serving) {}

    /**
     * The signature of that node as it is now.
     *
     * @param toldEpoch number of the plan it was told last; a spec that carries it, or an older one, is no news
     */
    public static NodeSignature of(InferenceNode node, long toldEpoch) {
        InferenceNodeStatus status = node.getStatus() == null
                ? new InferenceNodeStatus(null, null, null, null, null, null, null, null, null)
                : node.getStatus();
        boolean noSpec = node.getSpec() == null;
        return new NodeSignature(
                node.getMetadata().getLabels(),
                noSpec ? null : node.getSpec().taints(),
                noSpec ? null : node.getSpec().pricePerHour(),
                noSpec ? null : beyond(node.getSpec().planEpoch(), toldEpoch),
                Conditions.isTrue(status.conditions(), ConditionType.READY),
                status.planEpoch(),
                status.agent(),
                status.cpu(),
                status.memory(),
                status.devices(),
                status.apps() == null
                        ? List.of()
                        : status.apps().stream()
                                .map(app ->
                                        new App(app.namespace(), app.name(), app.device(), app.state(), app.serving()))
                                .toList());
    }

    private static @Nullable Long beyond(@Nullable Long written, long told) {
        return written == null || written <= told ? null : written;
    }
}
