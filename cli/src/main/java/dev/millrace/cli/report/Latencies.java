package dev.millrace.cli.report;

import dev.millrace.placement.model.Objective;
import dev.millrace.queueing.result.ResponseSummary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Response times as tables show them: milliseconds to three or four significant digits. */
public final class Latencies {
    private Latencies() {}

    /** One statistic, with ± its half width where there is one; {@code overload} where there is no response. */
    public static String format(
            Objective statistic, @Nullable ResponseSummary response, @Nullable ResponseSummary halfWidth) {
        if (response == null) {
            return "overload";
        }
        String value = format(of(statistic, response));
        return halfWidth == null ? value : value + " ±" + plain(of(statistic, halfWidth));
    }

    /** A time in milliseconds with its unit. */
    public static String format(double ms) {
        return plain(ms) + "ms";
    }

    private static String plain(double ms) {
        int decimals = ms < 10 ? 2 : ms < 1000 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", ms);
    }

    /** The statistic's value in ms. */
    public static double of(Objective statistic, ResponseSummary response) {
        return switch (statistic) {
            case MEAN -> response.meanMs();
            case P50 -> response.p50Ms();
            case P90 -> response.p90Ms();
            case P95 -> response.p95Ms();
            case P99 -> response.p99Ms();
            case P999 -> response.p999Ms();
        };
    }
}
