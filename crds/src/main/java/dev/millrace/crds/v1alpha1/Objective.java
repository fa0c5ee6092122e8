package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** The statistic of the end-to-end response time that an SLO bounds. */
public enum Objective {
    /** The mean. */
    MEAN("mean"),
    /** The median. */
    P50("p50"),
    /** The 90th percentile. */
    P90("p90"),
    /** The 95th percentile. */
    P95("p95"),
    /** The 99th percentile. */
    P99("p99"),
    /** The 99.9th percentile. */
    P999("p99.9");

    private final String value;

    Objective(String value) {
        this.value = value;
    }

    /** The value as it stands in a manifest. */
    @JsonValue
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return value;
    }
}
