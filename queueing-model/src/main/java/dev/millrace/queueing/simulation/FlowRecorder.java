package dev.millrace.queueing.simulation;

import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.List;

/** Collects the responses of one flow, batch by batch. */
final class FlowRecorder {
    private final double constantMs;
    private final LogHistogram all = new LogHistogram();
    private final LogHistogram batch = new LogHistogram();
    private final List<ResponseSummary> batches = new ArrayList<>();
    private double sumMs;
    private double batchSumMs;

    /** Records responses of a flow to which {@code constantMs} is always added. */
    FlowRecorder(double constantMs) {
        this.constantMs = constantMs;
    }

    /** Adds the response of one request, without the constant. */
    void record(double responseMs) {
        double value = responseMs + constantMs;
        batch.record(value);
        batchSumMs += value;
    }

    /** Ends a batch: its figures become one observation of the confidence intervals. */
    void closeBatch() {
        if (batch.total() == 0) {
            return;
        }
        HistogramResponse response = new HistogramResponse(batchSumMs / batch.total(), batch);
        batches.add(ResponseSummary.of(response));
        all.add(batch);
        sumMs += batchSumMs;
        batch.clear();
        batchSumMs = 0;
    }

    /** Number of responses in closed batches. */
    long requests() {
        return all.total();
    }

    /** Distribution over all closed batches. */
    ResponseTime response() {
        return new HistogramResponse(sumMs / all.total(), all);
    }

    /** Half-widths of the 95 % confidence intervals by batch means; infinite with fewer than two batches. */
    ResponseSummary halfWidth95() {
        return BatchMeans.halfWidth95(batches);
    }
}
