package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Runs the queues of known workload beside a simulation and collects, batch by batch, how far off their means they are. */
final class ControlRecorder {
    private final int[] counted;
    private final double[] workOfFlow;
    private final double[] expectedPerMs;
    private final Shadow[] shadows;
    private final Shadow[][] shadowsOfFlow;
    private final List<double[]> deviations = new ArrayList<>();

    ControlRecorder(Controls controls, List<Flow> flows) {
        int n = flows.size();
        this.workOfFlow = new double[n];
        this.expectedPerMs = new double[n];
        for (int f = 0; f < n; f++) {
            expectedPerMs[f] = flows.get(f).ratePerMs()
                    * flows.get(f).copy().service().at(1).meanMs();
        }
        // Periodic flows bring in the same work in every batch.
        this.counted = IntStream.range(0, n)
                .filter(f -> flows.get(f).stream().arrivals().kind() != ArrivalProcess.Kind.PERIODIC)
                .toArray();
        this.shadows = controls.queues().stream().map(Shadow::new).toArray(Shadow[]::new);
        this.shadowsOfFlow = new Shadow[n][];
        for (int f = 0; f < n; f++) {
            int flow = f;
            shadowsOfFlow[f] = java.util.Arrays.stream(shadows)
                    .filter(shadow -> shadow.queue.constantMs()[flow] >= 0)
                    .toArray(Shadow[]::new);
        }
    }

    void arrive(int flow, double time, double workMs, boolean recorded) {
        if (recorded) {
            workOfFlow[flow] += workMs;
        }
        for (Shadow shadow : shadowsOfFlow[flow]) {
            shadow.arrive(flow, time, workMs, recorded);
        }
    }

    /** Ends a batch in which arrivals were recorded for {@code recordedMs}. */
    void closeBatch(double recordedMs) {
        double[] row = new double
                [counted.length
                        + IntStream.range(0, shadows.length)
                                .map(s -> 1 + shadows[s].exceeded.length)
                                .sum()];
        int column = 0;
        for (int f : counted) {
            row[column++] = workOfFlow[f] - expectedPerMs[f] * recordedMs;
        }
        for (Shadow shadow : shadows) {
            row[column++] = shadow.found;
            for (double exceeded : shadow.exceeded) {
                row[column++] = exceeded;
            }
            shadow.clear();
        }
        java.util.Arrays.fill(workOfFlow, 0);
        deviations.add(row);
    }

    /** By batch, the deviation of every control from its mean. */
    double[][] deviations() {
        return deviations.toArray(double[][]::new);
    }

    /** Lindley's recursion. */
    private static final class Shadow {
        private final Controls.Queue queue;
        private final double[] exceeded;
        private double work;
        private double last;
        private double found;

        Shadow(Controls.Queue queue) {
            this.queue = queue;
            this.exceeded = new double[queue.levelsMs().length];
        }

        void arrive(int flow, double time, double workMs, boolean recorded) {
            work = Math.max(0, work - (time - last) * queue.speed());
            last = time;
            if (recorded) {
                found += work - queue.meanMs();
                for (int i = 0; i < exceeded.length; i++) {
                    exceeded[i] += (work > queue.levelsMs()[i] ? 1 : 0) - queue.above()[i];
                }
            }
            work += queue.constantMs()[flow] + (queue.service()[flow] ? workMs : 0);
        }

        void clear() {
            found = 0;
            java.util.Arrays.fill(exceeded, 0);
        }
    }
}
