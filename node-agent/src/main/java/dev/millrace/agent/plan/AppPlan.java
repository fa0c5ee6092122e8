package dev.millrace.agent.plan;

import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.serving.RemoteTarget;
import java.util.List;

/**
 * One app under a plan.
 *
 * @param ratePerSecond declared arrival rate; 0 where the app is not known here: no rate contract
 * @param arrivalCv2 squared coefficient of variation of the inter-arrival time
 * @param preprocessNanos declared CPU time before the device
 * @param dueNanos relative deadline at the agent
 * @param networkMicros constant network latency
 * @param ownShare fraction that this node serves itself by the routes; NaN without a route
 */
public record AppPlan(
        AppId id,
        double ratePerSecond,
        double arrivalCv2,
        long preprocessNanos,
        long dueNanos,
        long networkMicros,
        List<ReplicaPlan> replicas,
        double ownShare,
        List<RemoteTarget> targets) {
    public AppPlan {
        replicas = List.copyOf(replicas);
        targets = List.copyOf(targets);
    }
}
