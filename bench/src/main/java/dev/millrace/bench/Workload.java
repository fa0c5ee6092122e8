package dev.millrace.bench;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Nodes to be benchmarked: one device each, one app per copy, times between 4 and 60 ms, a load around 0.7. */
final class Workload {
    private static final double LOAD = 0.7;
    private static final double[] SERVICE_MS = {12, 31, 5, 44, 19, 8, 60, 25};
    private static final double[] SWITCH_MS = {9, 14, 5, 17, 11, 7, 21, 12};
    private static final int LARGEST_BATCH = 8;

    private final DeviceClass deviceClass;
    private final Discipline discipline;
    private double cv2;
    private int pairs;
    private boolean batches;
    private double preprocessMs;
    private IntFunction<ArrivalProcess.Kind> kinds = app -> ArrivalProcess.Kind.POISSON;

    private Workload(DeviceClass deviceClass, Discipline discipline) {
        this.deviceClass = deviceClass;
        this.discipline = discipline;
    }

    static Workload edgeTpu() {
        return new Workload(DeviceClass.EDGE_TPU, Discipline.FCFS);
    }

    static Workload swapAware() {
        return new Workload(DeviceClass.EDGE_TPU, Discipline.SWAP_AWARE);
    }

    static Workload gpu() {
        return new Workload(DeviceClass.GPU, Discipline.FCFS);
    }

    static Workload cpu() {
        return new Workload(DeviceClass.CPU, Discipline.FCFS);
    }

    /** Random service times. */
    Workload cv2(double value) {
        cv2 = value;
        return this;
    }

    /** The first {@code count} pairs of copies stay resident together. */
    Workload pairs(int count) {
        pairs = count;
        return this;
    }

    /** Up to eight requests at a time. */
    Workload batching() {
        batches = true;
        return this;
    }

    /** CPU time before the device, on two cores. */
    Workload preprocess(double ms) {
        preprocessMs = ms;
        return this;
    }

    /** Arrivals by the app's number. */
    Workload arrivals(IntFunction<ArrivalProcess.Kind> kindOfApp) {
        kinds = kindOfApp;
        return this;
    }

    /** Cameras and Poisson apps in turn. */
    static ArrivalProcess.Kind everyOtherPeriodic(int app) {
        return app % 2 == 0 ? ArrivalProcess.Kind.PERIODIC : ArrivalProcess.Kind.POISSON;
    }

    /** The node with that many copies. */
    NodeModel of(int copies) {
        List<Copy> loaded = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            String set = i < 2 * pairs ? "set-" + i / 2 : null;
            loaded.add(new Copy("m" + i, times(i), SWITCH_MS[i], set, batches ? LARGEST_BATCH : 1));
            Branch branch = new Branch("device", "m" + i, 1);
            streams.add(new Stream("a" + i, arrivals(i, copies), preprocessMs, 0, 150, List.of(branch)));
        }
        Device device = new Device("device", deviceClass, discipline, loaded);
        return new NodeModel("n", deviceClass == DeviceClass.CPU ? 4 : 2, List.of(device), streams);
    }

    private BatchServiceTimes times(int app) {
        ServiceTime one = new ServiceTime(SERVICE_MS[app], cv2);
        if (!batches) {
            return BatchServiceTimes.single(one);
        }
        ServiceTime largest = new ServiceTime(3 * SERVICE_MS[app], cv2);
        return new BatchServiceTimes(
                List.of(new BatchServiceTimes.Row(1, one), new BatchServiceTimes.Row(LARGEST_BATCH, largest)));
    }

    /** Equal loads of all apps; on an EdgeTPU each request may have to pay the switch time too. */
    private ArrivalProcess arrivals(int app, int copies) {
        boolean switches = deviceClass == DeviceClass.EDGE_TPU && discipline == Discipline.FCFS && copies > 1;
        double workMs = batches ? 3 * SERVICE_MS[app] / LARGEST_BATCH : SERVICE_MS[app];
        double servers = deviceClass == DeviceClass.CPU ? 4 : 1;
        double rate = 1000 * LOAD * servers / copies / (workMs + (switches ? SWITCH_MS[app] : 0));
        return switch (kinds.apply(app)) {
            case POISSON -> ArrivalProcess.poisson(rate);
            case PERIODIC -> ArrivalProcess.periodic(rate);
            case GENERAL -> ArrivalProcess.general(rate, 0.5);
        };
    }
}
