package dev.millrace.agent.plan;

import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.serving.RemoteTarget;
import dev.millrace.crds.v1alpha1.ImageStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One app under a plan.
 *
 * @param ratePerSecond declared arrival rate; 0 where the app is not known here: no rate contract
 * @param arrivalCv2 squared coefficient of variation of the inter-arrival time
 * @param priority of the app, higher is kept first
 * @param image what is done to images before the model sees them; null where requests carry tensors
 * @param preprocessNanos declared CPU time before the device
 * @param dueNanos relative deadline at the agent
 * @param networkMicros constant network latency
 * @param ownShare fraction that this node serves itself by the routes; NaN without a route
 */
public record AppPlan(
        AppId id,
        double ratePerSecond,
        double arrivalCv2,
        int priority,
        long preprocessNanos,
        @Nullable ImageStep image,
        long dueNanos,
        long networkMicros,
        List<ReplicaPlan> replicas,
        double ownShare,
        List<RemoteTarget> targets) {
    public AppPlan {
        replicas = List.copyOf(replicas);
        targets = List.copyOf(targets);
    }

    /** The same app on other replicas of this node. */
    public AppPlan servedBy(List<ReplicaPlan> others) {
        return new AppPlan(
                id,
                ratePerSecond,
                arrivalCv2,
                priority,
                preprocessNanos,
                image,
                dueNanos,
                networkMicros,
                others,
                ownShare,
                targets);
    }
}
