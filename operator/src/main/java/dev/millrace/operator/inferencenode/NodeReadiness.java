package dev.millrace.operator.inferencenode;

import dev.millrace.operator.condition.ConditionState;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Reason;
import java.time.Duration;
import java.util.Optional;

/** The condition Ready of an InferenceNode, which is the operator's: an agent that is gone cannot say so itself. */
public final class NodeReadiness {
    private NodeReadiness() {}

    /**
     * The condition.
     *
     * @param remaining how long the agent still counts as alive; empty without a Lease
     */
    public static ConditionState of(Optional<Duration> remaining) {
        if (remaining.isEmpty()) {
            return ConditionState.fails(ConditionType.READY, Reason.NoLease, "no agent has a Lease for this node");
        }
        return remaining.get().isPositive()
                ? ConditionState.holds(ConditionType.READY, Reason.AgentReady, "the agent renews its Lease")
                : ConditionState.fails(
                        ConditionType.READY,
                        Reason.AgentLost,
                        "the agent has not renewed its Lease for " + Heartbeats.LOST_AFTER.toSeconds() + " s");
    }
}
