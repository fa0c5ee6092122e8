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
     * @param lostAfter the silence that counts as a loss
     */
    public static ConditionState of(Optional<Duration> remaining, Duration lostAfter) {
        if (remaining.isEmpty()) {
            return ConditionState.fails(ConditionType.READY, Reason.NoLease, "no agent has a Lease for this node");
        }
        return remaining.get().isPositive()
                ? ConditionState.holds(ConditionType.READY, Reason.AgentReady, "the agent renews its Lease")
                : ConditionState.fails(
                        ConditionType.READY,
                        Reason.AgentLost,
                        "the agent has not renewed its Lease for " + lostAfter.toSeconds() + " s");
    }

    /** The condition of a silent agent while most are silent: an outage of the API or the network, not so many deaths. */
    public static ConditionState undecided() {
        return ConditionState.unknown(
                ConditionType.READY,
                Reason.AgentsSilent,
                "the agent is silent, as most are; until they are heard again nothing is planned anew");
    }
}
