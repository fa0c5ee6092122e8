package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.ObservedHistogram;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.operator.planning.AgentReports;
import dev.millrace.operator.planning.Replica;
import dev.millrace.placement.model.Assignment;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Adds up what the agents observed of one app. Percentiles do not add, histograms do: the result is exact up to the
 * resolution of the agents' histograms.
 */
public final class ObservedMerge {
    /** Below this many responses nothing is published: a p95 of fewer has no meaning. */
    static final long MIN_RESPONSES = 20;

    private static final double MICROS_PER_MS = 1000.0;

    private ObservedMerge() {}

    /**
     * What was observed of an app.
     *
     * @param latency the figures, rounded as they are published
     * @param attainment fraction of the responses within the bound of the app's SLO
     */
    public record Observed(ObservedLatency latency, double attainment) {}

    /**
     * Merges the reports on those replicas; reports that cannot be read are left out.
     *
     * @param boundMs the latency bound of the app's SLO
     * @return empty if too little was observed
     */
    public static Optional<Observed> of(List<Assignment> replicas, AgentReports reports, double boundMs) {
        Histogram all = new Histogram(3);
        double ratePerSecond = 0;
        double windowMs = 0;
        for (Assignment replica : replicas) {
            ObservedHistogram observed =
                    reports.report(Replica.of(replica)).map(AppOnNode::observed).orElse(null);
            if (observed != null && add(observed, all)) {
                ratePerSecond += observed.ratePerSecond() == null ? 0 : observed.ratePerSecond();
                windowMs = Math.max(windowMs, observed.window() == null ? 0 : Durations.millis(observed.window()));
            }
        }
        if (all.getTotalCount() < MIN_RESPONSES) {
            return Optional.empty();
        }
        ObservedLatency latency = new ObservedLatency(
                Durations.format(all.getMean() / MICROS_PER_MS),
                percentile(all, 50),
                percentile(all, 90),
                percentile(all, 95),
                percentile(all, 99),
                percentile(all, 99.9),
                Math.round(ratePerSecond * 100) / 100.0,
                windowMs == 0 ? null : Durations.format(windowMs));
        return Optional.of(
                new Observed(latency, all.getPercentileAtOrBelowValue((long) (boundMs * MICROS_PER_MS)) / 100));
    }

    private static boolean add(ObservedHistogram observed, Histogram all) {
        if (observed.data() == null || observed.data().isEmpty()) {
            return false;
        }
        try {
            all.add(Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(observed.data())), 0));
            return true;
        } catch (DataFormatException | RuntimeException unreadable) {
            // One agent of another version must not hide what the others saw.
            return false;
        }
    }

    private static String percentile(Histogram all, double percent) {
        return Durations.format(all.getValueAtPercentile(percent) / MICROS_PER_MS);
    }
}
