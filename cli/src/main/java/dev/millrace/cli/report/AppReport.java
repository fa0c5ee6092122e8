package dev.millrace.cli.report;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One app's answer.
 *
 * @param slo null where the app's own spec could not be read
 * @param placed whether it has any assignment
 * @param sloMet whether its objective holds; false where it is not placed
 * @param response over all replicas, or null: not placed, or a station on the way is overloaded
 * @param replicas sorted by node, then device
 * @param reason why it is not placed; null where it is
 */
public record AppReport(
        AppRef ref,
        @Nullable Slo slo,
        boolean placed,
        boolean sloMet,
        @Nullable ResponseSummary response,
        List<ReplicaReport> replicas,
        @Nullable Reason reason) {
    public AppReport {
        replicas = List.copyOf(replicas);
    }
}
