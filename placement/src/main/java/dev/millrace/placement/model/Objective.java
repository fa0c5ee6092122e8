package dev.millrace.placement.model;

import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.simulation.ResponseBound;

/** The statistic of the end-to-end response time that an SLO bounds. */
public enum Objective {
    MEAN("mean", Double.NaN),
    P50("p50", 0.50),
    P90("p90", 0.90),
    P95("p95", 0.95),
    P99("p99", 0.99),
    P999("p99.9", 0.999);

    private final String label;
    private final double probability;

    Objective(String label, double probability) {
        this.label = label;
        this.probability = probability;
    }

    /** The user-facing name: {@code mean}, {@code p95}, {@code p99.9}. */
    public String label() {
        return label;
    }

    /**
     * Finds an objective by its label.
     *
     * @throws IllegalArgumentException for a label that is none, listing those there are
     */
    public static Objective labelled(String label) {
        for (Objective objective : values()) {
            if (objective.label.equals(label)) {
                return objective;
            }
        }
        throw new IllegalArgumentException("objective: " + label + ": must be one of mean, p50, p90, p95, p99, p99.9");
    }

    /** The quantile's probability; one half for the mean. */
    public double probabilityOrHalf() {
        return this == MEAN ? 0.5 : probability;
    }

    /** The value of this statistic in milliseconds. */
    public double of(ResponseTime response) {
        return this == MEAN ? response.meanMs() : response.quantileMs(probability);
    }

    /** The bound of that many milliseconds on this statistic, as the simulator tests it. */
    public ResponseBound bound(double boundMs) {
        return this == MEAN ? ResponseBound.onMean(boundMs) : new ResponseBound(probability, boundMs);
    }

    /**
     * Whether this statistic is at most {@code boundMs}. For a percentile one value of the distribution function
     * decides, which is several times cheaper than the quantile.
     */
    public boolean within(ResponseTime response, double boundMs) {
        return this == MEAN ? response.meanMs() <= boundMs : response.cdf(boundMs) >= probability;
    }
}
