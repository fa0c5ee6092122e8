package dev.millrace.queueing.result;

import org.jspecify.annotations.Nullable;

/**
 * Response time of the requests that a stream sends to one device.
 *
 * @param stream id of the stream
 * @param device name of the device
 * @param response end to end, or null where a station on the way is overloaded
 * @param method which method gave the figure
 */
public record BranchResponse(
        String stream, String device, @Nullable ResponseTime response, String method) {

    /** Whether the figure, or a part of it, has the sampling error of a simulation. */
    public boolean simulated() {
        return method.contains("simulation");
    }
}
