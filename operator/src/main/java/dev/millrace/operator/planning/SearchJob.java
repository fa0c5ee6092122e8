package dev.millrace.operator.planning;

import dev.millrace.placement.model.ClusterSnapshot;
import java.time.Duration;

/**
 * A search that may do better than the plan in force.
 *
 * @param limit wall-clock bound; the policy's solve time bounds it too
 */
record SearchJob(ClusterSnapshot snapshot, Duration limit) {}
