package dev.millrace.operator.history;

import java.time.Instant;
import java.util.List;

/**
 * One plan that was published.
 *
 * @param epoch its number
 * @param tookMs time from snapshot to plan
 */
public record PublishedPlan(
        long epoch, Instant at, long tookMs, long placed, long notPlaced, List<PlanChange> changes) {
    public PublishedPlan {
        changes = List.copyOf(changes);
    }
}
