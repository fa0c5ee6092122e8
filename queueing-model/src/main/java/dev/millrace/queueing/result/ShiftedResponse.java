package dev.millrace.queueing.result;

/** A response time with a constant on top. */
public record ShiftedResponse(ResponseTime response, double shiftMs) implements ResponseTime {
    /** The response with {@code shiftMs} on top; itself for 0. */
    public static ResponseTime of(ResponseTime response, double shiftMs) {
        return shiftMs == 0 ? response : new ShiftedResponse(response, shiftMs);
    }

    @Override
    public double meanMs() {
        return response.meanMs() + shiftMs;
    }

    @Override
    public double quantileMs(double p) {
        return response.quantileMs(p) + shiftMs;
    }

    @Override
    public double cdf(double ms) {
        return response.cdf(ms - shiftMs);
    }
}
