package dev.millrace.placement;

import dev.millrace.placement.model.AppRef;
import dev.millrace.queueing.result.ResponseTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one app gets from a plan.
 *
 * @param response end to end over all replicas; null where a station on its way is overloaded
 * @param sloMet whether its own objective holds
 */
public record AppOutcome(AppRef app, @Nullable ResponseTime response, boolean sloMet, List<ReplicaOutcome> replicas) {
    public AppOutcome {
        replicas = List.copyOf(replicas);
    }
}
