package dev.millrace.queueing.result;

import org.jspecify.annotations.Nullable;

/**
 * Response time of the requests that a stream sends to one device.
 *
 * @param stream id of the stream
 * @param device name of the device
 * @param response end to end, or null where a station on the way is overloaded
 * @param method which method gave the figure
 * @param errorBand relative error that the method had in validation
 */
public record BranchResponse(
        String stream, String device, @Nullable ResponseTime response, String method, ErrorBand errorBand) {
    /** A response of unknown error: of another source than this module's predictor. */
    public BranchResponse(String stream, String device, @Nullable ResponseTime response, String method) {
        this(stream, device, response, method, ErrorBand.UNKNOWN);
    }

    /** Whether the figure, or a part of it, has the sampling error of a simulation. */
    public boolean simulated() {
        return method.contains("simulation");
    }
}
