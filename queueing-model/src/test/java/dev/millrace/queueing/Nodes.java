package dev.millrace.queueing;

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
import org.jspecify.annotations.Nullable;

/** Builds nodes with one device for tests: each stream has a copy of its own unless it names one. */
public final class Nodes {
    private final String device;
    private final DeviceClass deviceClass;
    private Discipline discipline = Discipline.FCFS;
    private int cores = 4;
    private final List<Copy> copies = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();

    private Nodes(String device, DeviceClass deviceClass) {
        this.device = device;
        this.deviceClass = deviceClass;
    }

    public static Nodes edgeTpu() {
        return new Nodes("edgetpu-0", DeviceClass.EDGE_TPU);
    }

    public static Nodes gpu() {
        return new Nodes("gpu-0", DeviceClass.GPU);
    }

    public static Nodes cpu(int cores) {
        return new Nodes("cpu-0", DeviceClass.CPU).cores(cores);
    }

    public Nodes cores(int count) {
        this.cores = count;
        return this;
    }

    public Nodes swapAware() {
        this.discipline = Discipline.SWAP_AWARE;
        return this;
    }

    public Nodes copy(String id, double serviceMs, double cv2, double switchMs, @Nullable String set) {
        ServiceTime time = new ServiceTime(serviceMs, cv2);
        copies.add(new Copy(id, BatchServiceTimes.single(time), switchMs, set, 1));
        return this;
    }

    public Nodes batching(String id, int maxBatch, double firstMs, double perRequestMs, double cv2) {
        List<BatchServiceTimes.Row> rows = List.of(
                new BatchServiceTimes.Row(1, new ServiceTime(firstMs + perRequestMs, cv2)),
                new BatchServiceTimes.Row(maxBatch, new ServiceTime(firstMs + maxBatch * perRequestMs, cv2)));
        copies.add(new Copy(id, new BatchServiceTimes(rows), 0, null, maxBatch));
        return this;
    }

    public Nodes stream(String id, ArrivalProcess arrivals, String copy) {
        return stream(id, arrivals, copy, 0, 1);
    }

    public Nodes stream(String id, ArrivalProcess arrivals, String copy, double preprocessMs, double share) {
        streams.add(new Stream(id, arrivals, preprocessMs, 0, 1000, List.of(new Branch(device, copy, share))));
        return this;
    }

    /** A Poisson stream with a copy of its own, both named {@code id}. */
    public Nodes poisson(String id, double ratePerSecond, double serviceMs, double switchMs) {
        return copy(id, serviceMs, 0, switchMs, null).stream(id, ArrivalProcess.poisson(ratePerSecond), id);
    }

    public NodeModel node() {
        return new NodeModel("n", cores, List.of(new Device(device, deviceClass, discipline, copies)), streams);
    }
}
