package dev.millrace.agent.status;

import dev.millrace.agent.node.LoadState;
import dev.millrace.agent.node.ReplicaState;
import dev.millrace.agent.plan.DeviceDeclaration;
import dev.millrace.agent.plan.Inventory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The conditions that the agent sets on its node. {@code DevicesHealthy}: False (DeviceUnhealthy) while a device cannot
 * serve. {@code PlanApplied}: True (Applied) when everything that the plan asks for is ready, False (Loading or
 * LoadFailed) before.
 */
final class NodeConditions {
    private final List<Condition> known;
    private final long observedGeneration;

    /** @param known conditions as they stand: the transition time of one whose status stays is kept */
    NodeConditions(List<Condition> known, long observedGeneration) {
        this.known = known;
        this.observedGeneration = observedGeneration;
    }

    List<Condition> of(Inventory inventory, List<ReplicaState> states) {
        return List.of(devices(inventory), plan(states));
    }

    private Condition devices(Inventory inventory) {
        String problems = inventory.devices().stream()
                .map(DeviceDeclaration::problem)
                .filter(problem -> problem != null)
                .collect(Collectors.joining("; "));
        return problems.isEmpty()
                ? condition("DevicesHealthy", true, "AllHealthy", "")
                : condition("DevicesHealthy", false, "DeviceUnhealthy", problems);
    }

    private Condition plan(List<ReplicaState> states) {
        String failed = describe(states, LoadState.FAILED);
        if (!failed.isEmpty()) {
            return condition("PlanApplied", false, "LoadFailed", failed);
        }
        boolean all = states.stream().allMatch(state -> state.state() == LoadState.READY);
        return all
                ? condition("PlanApplied", true, "Applied", "")
                : condition("PlanApplied", false, "Loading", "models are being fetched or loaded");
    }

    private static String describe(List<ReplicaState> states, LoadState wanted) {
        return states.stream()
                .filter(state -> state.state() == wanted)
                .map(state -> state.app() + " on " + state.device() + ": " + state.message())
                .collect(Collectors.joining("; "));
    }

    private Condition condition(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        String since = known.stream()
                .filter(condition -> type.equals(condition.getType()) && status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .findFirst()
                .orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(since)
                .withObservedGeneration(observedGeneration)
                .build();
    }
}
