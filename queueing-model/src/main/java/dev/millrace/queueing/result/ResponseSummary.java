package dev.millrace.queueing.result;

/** Mean and the percentiles that an objective can name, in milliseconds. */
public record ResponseSummary(double meanMs, double p50Ms, double p90Ms, double p95Ms, double p99Ms, double p999Ms) {

    /** Reads the six figures of a distribution. */
    public static ResponseSummary of(ResponseTime response) {
        return new ResponseSummary(
                response.meanMs(),
                response.quantileMs(0.5),
                response.quantileMs(0.9),
                response.quantileMs(0.95),
                response.quantileMs(0.99),
                response.quantileMs(0.999));
    }
}
