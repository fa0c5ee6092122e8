package dev.millrace.queueing;

import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.result.ErrorBand;
import dev.millrace.queueing.result.ResponseTime;
import java.util.function.Function;

/**
 * What one method says about one device.
 *
 * @param response response time at the device (no pre-processing, no network) by flow
 * @param utilization busy fraction, at most 1
 * @param method the method's name
 * @param band the method's error
 */
record DeviceAnswer(Function<Flow, ResponseTime> response, double utilization, String method, ErrorBand band) {
    /** The same response for every flow. */
    static DeviceAnswer uniform(ResponseTime response, double utilization, String method, ErrorBand band) {
        return new DeviceAnswer(flow -> response, utilization, method, band);
    }
}
