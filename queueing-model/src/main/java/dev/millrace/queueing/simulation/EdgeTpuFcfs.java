package dev.millrace.queueing.simulation;

/** EdgeTPU in order of arrival: the response is known at the arrival (Lindley's recursion), no event is kept. */
final class EdgeTpuFcfs extends Station {
    private final int[] copyOfFlow;
    private final double[] switchMs;
    private final Residency residency;
    private double freeAt;
    private double busyMs;

    EdgeTpuFcfs(DeviceSetup setup, ResponseSink[] sinks) {
        super(sinks);
        this.copyOfFlow = setup.copyOfFlow();
        this.switchMs = setup.switchMs();
        this.residency = setup.residency();
    }

    @Override
    void arrive(double now, double start, int tag, double workMs) {
        int copy = copyOfFlow[RequestTag.flow(tag)];
        double work = workMs;
        if (!residency.isResident(copy)) {
            work += switchMs[copy];
            residency.load(copy);
        }
        busyMs += work;
        freeAt = Math.max(freeAt, now) + work;
        complete(freeAt, start, tag);
    }

    @Override
    double busyMs() {
        return busyMs;
    }
}
