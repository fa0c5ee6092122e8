package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.Objective;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.crds.v1alpha1.Slo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An app's objective: which statistic, and its bound.
 *
 * @param latency the bound as the user wrote it
 */
record ObjectiveCheck(Objective objective, String latency) {

    /** The objective of that SLO; p95 where none is named. */
    static ObjectiveCheck of(Slo slo) {
        return new ObjectiveCheck(Objects.requireNonNullElse(slo.objective(), Objective.P95), slo.latency());
    }

    /** For example {@code p95<80ms}. */
    String label() {
        return objective.value() + "<" + latency;
    }

    /** The statistic's value, a duration; null where it is absent. */
    @Nullable String value(Percentiles all) {
        return switch (objective) {
            case MEAN -> all.mean();
            case P50 -> all.p50();
            case P90 -> all.p90();
            case P95 -> all.p95();
            case P99 -> all.p99();
            case P999 -> all.p999();
        };
    }

    /** As {@link #value(Percentiles)}. */
    @Nullable String value(ObservedLatency all) {
        return value(new Percentiles(all.mean(), all.p50(), all.p90(), all.p95(), all.p99(), all.p999()));
    }

    /** Whether what was observed lies within the bound. */
    boolean within(ObservedLatency observed) {
        String value = value(observed);
        return value != null && Durations.millis(value) <= Durations.millis(latency);
    }
}
