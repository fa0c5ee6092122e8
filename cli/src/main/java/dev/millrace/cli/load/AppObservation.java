package dev.millrace.cli.load;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.result.ResponseTime;
import java.util.Map;

/**
 * What was observed of one app.
 *
 * @param requests sent and measured, failed ones included
 * @param failures failed requests by cause
 * @param ratePerSecond at which requests were sent
 * @param response end to end, the network constant included
 * @param meanHalfWidthMs half width of the 95 % confidence interval of the mean; NaN where there are too few requests
 * @param attainment share of all requests answered within the objective's bound; NaN without requests
 */
public record AppObservation(
        AppRef app,
        Slo slo,
        long requests,
        Map<String, Long> failures,
        double ratePerSecond,
        ResponseTime response,
        double meanHalfWidthMs,
        double attainment) {

    /** Failed requests of all causes. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests that were answered. */
    public long answered() {
        return requests - failed();
    }

    /** Whether the objective held. A failed request counts as never answered, which no bound on the mean survives. */
    public boolean sloMet() {
        if (answered() == 0 || (slo.objective() == Objective.MEAN && failed() > 0)) {
            return false;
        }
        return slo.objective().of(response) <= slo.latencyMs();
    }
}
