package dev.millrace.operator.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One app. Times in milliseconds.
 *
 * @param state Placed, Refused, Invalid or Pending
 * @param objective the statistic that the bound is about
 * @param predictedMs predicted value of that statistic
 * @param observedMs observed value of that statistic
 * @param headroom 1 − predicted / bound: what is left of the bound
 * @param message what the planner says, one sentence
 */
public record AppDocument(
        String namespace,
        String name,
        String model,
        double ratePerSecond,
        String state,
        boolean ready,
        String objective,
        double boundMs,
        @Nullable Double predictedMs,
        @Nullable Double observedMs,
        @Nullable Double headroom,
        @Nullable Boolean sloMet,
        String reason,
        String message,
        List<Place> places) {

    /** One replica. */
    public record Place(String node, String device, String variant, double share) {}

    /**
     * An app with everything known of it.
     *
     * @param predicted by statistic
     * @param observed by statistic
     * @param observedRatePerSecond null where nothing is observed
     * @param neighbours apps on the same devices
     */
    public record Detail(
            AppDocument app,
            Map<String, Double> predicted,
            Map<String, Double> observed,
            @Nullable Double observedRatePerSecond,
            @Nullable String url,
            List<ConditionEntry> conditions,
            List<AppDocument> neighbours) {}

    /** A condition of the app's status. */
    public record ConditionEntry(String type, String status, String reason, String message, String since) {}
}
