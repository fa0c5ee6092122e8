package dev.millrace.cli.demo;

import dev.millrace.cli.load.AppObservation;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.model.App;
import dev.millrace.queueing.result.ResponseTime;

/**
 * Predicted and observed response time of one app.
 *
 * @param predicted with at least one replica
 * @param emulated whether all its devices are emulated; only then service times are the profile's own and the comparison
 *     tests the queueing model
 */
public record DemoRow(App app, AppOutcome predicted, AppObservation observed, boolean emulated) {
    /** Relative error up to which a mean counts as predicted, whatever its confidence interval. */
    static final double TOLERANCE = 0.10;

    ResponseTime prediction() {
        ResponseTime response = predicted.response();
        if (response == null) {
            throw new IllegalStateException("no prediction for " + app.ref() + ": a station is overloaded");
        }
        return response;
    }

    /** Observed mean relative to predicted, minus one. */
    double meanError() {
        return observed.response().meanMs() / prediction().meanMs() - 1;
    }

    /** Whether the observed mean is within {@link #TOLERANCE} of the predicted, or its 95 % interval covers it. */
    boolean meanAsPredicted() {
        double difference = Math.abs(observed.response().meanMs() - prediction().meanMs());
        return difference <= TOLERANCE * prediction().meanMs() || difference <= observed.meanHalfWidthMs();
    }
}
