package dev.millrace.queueing.simulation;

import java.util.Arrays;

/**
 * EdgeTPU that avoids switches: resident copies first, by the deadline of their first waiting request; only when none of
 * them waits the copy with the earliest deadline is loaded.
 */
final class EdgeTpuSwapAware extends Station {
    private static final double IDLE = Double.POSITIVE_INFINITY;

    private final int[] copyOfFlow;
    private final double[] deadlineOfFlow;
    private final double[] switchMs;
    private final Residency residency;
    private final RequestQueue[] queues;
    private final double[] headDeadline;
    private int waiting;
    private double busyUntil = IDLE;
    private double servedStart;
    private int servedTag;
    private double busyMs;

    EdgeTpuSwapAware(DeviceSetup setup, double[] deadlineOfFlow, ResponseSink[] sinks) {
        super(sinks);
        this.copyOfFlow = setup.copyOfFlow();
        this.deadlineOfFlow = deadlineOfFlow;
        this.switchMs = setup.switchMs();
        this.residency = setup.residency();
        this.queues = setup.queues();
        this.headDeadline = new double[queues.length];
        Arrays.fill(headDeadline, IDLE);
    }

    @Override
    void arrive(double now, double start, int tag, double workMs) {
        while (busyUntil <= now) {
            double end = busyUntil;
            complete(end, servedStart, servedTag);
            busyUntil = IDLE;
            if (waiting > 0) {
                serveNext(end);
            }
        }
        int copy = copyOfFlow[RequestTag.flow(tag)];
        if (busyUntil == IDLE) {
            serve(copy, now, start, tag, workMs);
            return;
        }
        if (queues[copy].size() == 0) {
            headDeadline[copy] = deadline(start, tag);
        }
        queues[copy].add(start, tag, workMs);
        waiting++;
    }

    private void serveNext(double now) {
        int chosen = choose();
        RequestQueue queue = queues[chosen];
        double start = queue.firstStart();
        int tag = queue.firstTag();
        double workMs = queue.firstWork();
        queue.removeFirst();
        headDeadline[chosen] = queue.size() == 0 ? IDLE : deadline(queue.firstStart(), queue.firstTag());
        waiting--;
        serve(chosen, now, start, tag, workMs);
    }

    private void serve(int copy, double now, double start, int tag, double workMs) {
        servedStart = start;
        servedTag = tag;
        double work = workMs;
        if (!residency.isResident(copy)) {
            work += switchMs[copy];
            residency.load(copy);
        }
        busyMs += work;
        busyUntil = now + work;
    }

    private int choose() {
        int earliest = -1;
        int earliestResident = -1;
        double least = IDLE;
        double leastResident = IDLE;
        for (int copy = 0; copy < headDeadline.length; copy++) {
            double deadline = headDeadline[copy];
            if (deadline < least) {
                least = deadline;
                earliest = copy;
            }
            if (deadline < leastResident && residency.isResident(copy)) {
                leastResident = deadline;
                earliestResident = copy;
            }
        }
        return earliestResident >= 0 ? earliestResident : earliest;
    }

    /** Finite, so that a queue without a deadline differs from an empty one. */
    private double deadline(double start, int tag) {
        return Math.min(Double.MAX_VALUE, start + deadlineOfFlow[RequestTag.flow(tag)]);
    }

    @Override
    double busyMs() {
        return busyMs;
    }
}
