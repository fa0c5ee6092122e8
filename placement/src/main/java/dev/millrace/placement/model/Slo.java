package dev.millrace.placement.model;

/** A bound on one statistic of the end-to-end response time. */
public record Slo(Objective objective, double latencyMs) {
    public Slo {
        Require.positive("latencyMs", latencyMs);
    }

    /** As users write it: {@code p95<80ms}. */
    @Override
    public String toString() {
        String number =
                latencyMs == Math.rint(latencyMs) ? Long.toString((long) latencyMs) : Double.toString(latencyMs);
        return objective.label() + "<" + number + "ms";
    }
}
