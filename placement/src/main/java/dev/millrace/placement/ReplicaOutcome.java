package dev.millrace.placement;

import dev.millrace.placement.model.Assignment;
import dev.millrace.queueing.result.ResponseTime;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of one replica get.
 *
 * @param response null where a station is overloaded, or where the replica has no traffic (share 0)
 */
public record ReplicaOutcome(
        Assignment assignment, @Nullable ResponseTime response) {}
