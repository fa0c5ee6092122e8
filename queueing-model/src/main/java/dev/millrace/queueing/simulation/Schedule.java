package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.Flow;
import java.util.List;

/**
 * How a run is cut up, in ms of simulated time.
 *
 * <p>Without periodic streams: one warm-up, then batches of one segment each. With them every segment has new phases:
 * it is warmed up for 60 requests or two of the longest periods (but at most an eighth of a batch), recorded as long, and
 * left to cool down so that no recorded request meets the next segment's phases.
 *
 * @param batches number of batches
 * @param segments segments of one batch
 * @param warmUpMs at the start of the run; with phases at the start of every segment
 * @param recordMs recorded part of a segment
 * @param coolDownMs unrecorded end of a segment, 0 without phases; the run always ends with one
 */
record Schedule(int batches, long segments, double warmUpMs, double recordMs, double coolDownMs) {
    private static final int BATCHES = 32;
    private static final int SMALL_BATCH = 5000;
    private static final int SEGMENT_REQUESTS = 60;
    private static final int LEAST_SEGMENTS = 8;
    private static final int COOL_DOWN_REQUESTS = 6;
    private static final double WARM_UP_FRACTION = 0.02;
    private static final int LEAST_WARM_UP = 500;
    private static final int WATCHED_SEGMENT = 125;
    private static final int WATCHED_WARM_UP = 40;

    /**
     * For a run that is watched and ended early: short batches, and with phases short segments in each, since the backlog is
     * carried over.
     */
    static Schedule watched(List<Flow> flows, TestLength length) {
        double ratePerMs = flows.stream().mapToDouble(Flow::ratePerMs).sum();
        boolean phased =
                flows.stream().anyMatch(flow -> flow.stream().arrivals().kind() == ArrivalProcess.Kind.PERIODIC);
        int batches = (int) Math.max(1, length.mostRequests() / length.batchRequests());
        double batchMs = length.batchRequests() / ratePerMs;
        if (!phased) {
            return new Schedule(batches, 1, batchMs, batchMs, 0);
        }
        int segments = Math.max(1, length.batchRequests() / WATCHED_SEGMENT);
        return new Schedule(
                batches, segments, WATCHED_WARM_UP / ratePerMs, batchMs / segments, COOL_DOWN_REQUESTS / ratePerMs);
    }

    static Schedule of(List<Flow> flows, SimulationOptions options) {
        long streams = flows.stream().map(flow -> flow.stream().id()).distinct().count();
        double ratePerMs = flows.stream().mapToDouble(Flow::ratePerMs).sum();
        double requests = (double) options.requests() * streams;
        int batches = options.replications() > 0
                ? options.replications()
                : (int) Math.clamp(requests / SMALL_BATCH, 2, BATCHES);
        double longestPeriodMs = flows.stream()
                .filter(flow -> flow.stream().arrivals().kind() == ArrivalProcess.Kind.PERIODIC)
                .mapToDouble(flow -> 1 / flow.stream().arrivals().ratePerMs())
                .max()
                .orElse(0);
        double batchMs = requests / ratePerMs / batches;
        if (longestPeriodMs == 0) {
            double warmUp = Math.max(WARM_UP_FRACTION * requests, LEAST_WARM_UP) / ratePerMs;
            return new Schedule(batches, 1, warmUp, batchMs, 0);
        }
        // A period longer than the segment does no harm: with a uniform phase its stream is stationary at once.
        double shortestMs = SEGMENT_REQUESTS / ratePerMs;
        double recordMs = Math.clamp(2 * longestPeriodMs, shortestMs, Math.max(shortestMs, batchMs / LEAST_SEGMENTS));
        long segments = Math.max(1, Math.round(batchMs / recordMs));
        return new Schedule(batches, segments, recordMs, recordMs, COOL_DOWN_REQUESTS / ratePerMs);
    }
}
