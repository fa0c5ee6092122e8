package dev.millrace.queueing.simulation;

import java.util.SplittableRandom;

/** EdgeTPU in order of arrival: the response is known at the arrival (Lindley's recursion), no event is kept. */
final class EdgeTpuFcfs extends Station {
    private final int[] copyOfFlow;
    private final Sampler[] services;
    private final double[] switchMs;
    private final Residency residency;
    private final SplittableRandom random;
    private double freeAt;
    private double busyMs;

    EdgeTpuFcfs(DeviceSetup setup, FlowRecorder[] recorders, SplittableRandom random) {
        super(recorders);
        this.copyOfFlow = setup.copyOfFlow();
        this.services = setup.singleServices();
        this.switchMs = setup.switchMs();
        this.residency = setup.residency();
        this.random = random;
    }

    @Override
    void arrive(double now, double start, int tag) {
        int copy = copyOfFlow[RequestTag.flow(tag)];
        double work = services[copy].sample(random);
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
