package dev.millrace.queueing.simulation;

import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.List;

/** Collects the responses of one flow, batch by batch. */
final class FlowRecorder implements ResponseSink {
    /** Bins of 0.1 to 0.2 %, interpolated: as good for quantiles, and many batches fit into the cache. */
    private static final int WEIGHTED_BITS = 9;

    private final double constantMs;
    private final boolean weighted;
    private final LogHistogram all = new LogHistogram();
    private final List<ResponseSummary> figures = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private LogHistogram batch;
    private double sumMs;
    private double batchSumMs;
    private long requests;

    private record Batch(LogHistogram histogram, double sumMs) {}

    /**
     * Records responses of a flow.
     *
     * @param constantMs always added
     * @param weighted whether batches are kept to be weighted at the end; else each gives its own figures for confidence
     *     intervals, which takes longer than the simulation where batches are short
     */
    FlowRecorder(double constantMs, boolean weighted) {
        this.constantMs = constantMs;
        this.weighted = weighted;
        this.batch = weighted ? new LogHistogram(WEIGHTED_BITS) : new LogHistogram();
    }

    /** Adds the response of one request, without the constant. */
    @Override
    public void record(double responseMs) {
        double value = responseMs + constantMs;
        batch.record(value);
        batchSumMs += value;
    }

    /** Ends a batch. */
    void closeBatch() {
        requests += (long) batch.total();
        if (weighted) {
            batches.add(new Batch(batch, batchSumMs));
            batch = batch.emptied();
        } else if (batch.total() > 0) {
            figures.add(ResponseSummary.of(new HistogramResponse(batchSumMs / batch.total(), batch)));
            all.add(batch);
            sumMs += batchSumMs;
            batch.clear();
        }
        batchSumMs = 0;
    }

    /** Number of responses in closed batches. */
    long requests() {
        return requests;
    }

    /** Distribution over all closed batches. */
    ResponseTime response() {
        return weighted ? response(equal(batches.size())) : new HistogramResponse(sumMs / all.total(), all);
    }

    private static double[] equal(int batches) {
        double[] weights = new double[batches];
        java.util.Arrays.fill(weights, 1.0 / batches);
        return weights;
    }

    /**
     * Distribution over all closed batches with a weight for each, as found by control variates; the mean and every
     * quantile by the same weights.
     */
    ResponseTime response(double[] weights) {
        LogHistogram sum = batch.emptied();
        double weightedMs = 0;
        for (int b = 0; b < weights.length; b++) {
            sum.add(batches.get(b).histogram(), weights[b]);
            weightedMs += weights[b] * batches.get(b).sumMs();
        }
        return new HistogramResponse(weightedMs / sum.total(), sum);
    }

    /** Half-widths of the 95 % confidence intervals by batch means; infinite with fewer than two batches. */
    ResponseSummary halfWidth95() {
        return BatchMeans.halfWidth95(figures);
    }
}
