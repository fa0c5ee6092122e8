package dev.millrace.cli.report;

import dev.millrace.placement.model.Assignment;
import dev.millrace.queueing.result.ResponseSummary;
import org.jspecify.annotations.Nullable;

/**
 * One place of an app.
 *
 * @param response of the requests served here, or null where a station on the way is overloaded
 * @param halfWidth half widths of the 95 % confidence intervals of {@code response}, in ms; null where it is computed,
 *     not simulated
 */
public record ReplicaReport(
        Assignment assignment,
        @Nullable ResponseSummary response,
        @Nullable ResponseSummary halfWidth) {}
