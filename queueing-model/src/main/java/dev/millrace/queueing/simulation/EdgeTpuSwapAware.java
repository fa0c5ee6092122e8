package dev.millrace.queueing.simulation;

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
    private int waiting;
    private double busyUntil = IDLE;
    private double servedStart;
    private int servedTag;
    private double busyMs;

    EdgeTpuSwapAware(DeviceSetup setup, double[] deadlineOfFlow, FlowRecorder[] recorders) {
        super(recorders);
        this.copyOfFlow = setup.copyOfFlow();
        this.deadlineOfFlow = deadlineOfFlow;
        this.switchMs = setup.switchMs();
        this.residency = setup.residency();
        this.queues = setup.queues();
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
        queues[copyOfFlow[RequestTag.flow(tag)]].add(start, tag, workMs);
        waiting++;
        if (busyUntil == IDLE) {
            serveNext(now);
        }
    }

    private void serveNext(double now) {
        int chosen = choose();
        RequestQueue queue = queues[chosen];
        servedStart = queue.firstStart();
        servedTag = queue.firstTag();
        double work = queue.firstWork();
        queue.removeFirst();
        waiting--;
        if (!residency.isResident(chosen)) {
            work += switchMs[chosen];
            residency.load(chosen);
        }
        busyMs += work;
        busyUntil = now + work;
    }

    private int choose() {
        int chosen = -1;
        boolean chosenResident = false;
        double earliest = 0;
        for (int copy = 0; copy < queues.length; copy++) {
            if (queues[copy].size() > 0) {
                boolean resident = residency.isResident(copy);
                double deadline = deadlineOfFirst(queues[copy]);
                if (chosen < 0
                        || (resident && !chosenResident)
                        || (resident == chosenResident && deadline < earliest)) {
                    chosen = copy;
                    chosenResident = resident;
                    earliest = deadline;
                }
            }
        }
        return chosen;
    }

    private double deadlineOfFirst(RequestQueue queue) {
        return queue.firstStart() + deadlineOfFlow[RequestTag.flow(queue.firstTag())];
    }

    @Override
    double busyMs() {
        return busyMs;
    }
}
