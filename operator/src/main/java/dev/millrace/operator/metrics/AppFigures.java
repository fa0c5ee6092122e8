package dev.millrace.operator.metrics;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Percentiles;
import dev.millrace.crds.v1alpha1.Slo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured and predicted of one app. NaN stands for what is not known; nothing is shown of it.
 *
 * @param objective value of the label objective
 * @param sloSeconds the objective's bound
 * @param predictedSeconds in the order of {@link #STATS}
 * @param observedSeconds in the order of {@link #STATS}
 */
record AppFigures(String objective, double sloSeconds, double[] predictedSeconds, double[] observedSeconds) {
    /** Values of the label stat. */
    static final List<String> STATS = List.of("mean", "p50", "p90", "p95", "p99", "p99.9");

    private static final double MS_PER_SECOND = 1000.0;

    static AppFigures of(Slo slo, String objective, InferenceAppStatus status) {
        return new AppFigures(
                objective,
                Durations.millis(slo.latency()) / MS_PER_SECOND,
                seconds(status.predicted()),
                seconds(asPercentiles(status.observed())));
    }

    /** Predicted / observed − 1 of the statistic with that index. */
    double error(int stat) {
        double observed = observedSeconds[stat];
        return observed > 0 ? predictedSeconds[stat] / observed - 1 : Double.NaN;
    }

    boolean observed() {
        return !Double.isNaN(observedSeconds[0]);
    }

    private static @Nullable Percentiles asPercentiles(@Nullable ObservedLatency o) {
        return o == null ? null : new Percentiles(o.mean(), o.p50(), o.p90(), o.p95(), o.p99(), o.p999());
    }

    private static double[] seconds(@Nullable Percentiles all) {
        return all == null
                ? new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN}
                : new double[] {
                    seconds(all.mean()),
                    seconds(all.p50()),
                    seconds(all.p90()),
                    seconds(all.p95()),
                    seconds(all.p99()),
                    seconds(all.p999())
                };
    }

    private static double seconds(@Nullable String duration) {
        return duration == null ? Double.NaN : Durations.millis(duration) / MS_PER_SECOND;
    }
}
