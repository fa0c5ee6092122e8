package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The stations of one node and the run through them. */
final class NodeEngine {
    private static final int FINAL_REQUESTS = 200;

    private final List<Flow> flows;
    private final ResponseSink[] sinks;
    private final Map<String, Station> devices = new HashMap<>();
    private final CpuStation cpu;
    private final boolean[] cpuFirst;
    private final Station[] stationOfFlow;
    private final Arrivals arrivals;
    private final SplittableRandom random;
    private final Sampler[] services;
    private final SplittableRandom serviceRandom;
    private final @Nullable ControlRecorder controls;
    private double now;

    /**
     * An engine for flows through stable stations.
     *
     * @param node the node
     * @param flows those of its flows that are simulated
     * @param sinks where the responses of each flow go
     * @param skipPreprocessing whether requests go straight to their devices (of an overloaded CPU)
     * @param control control variates for these flows; null: none
     */
    NodeEngine(
            NodeModel node,
            List<Flow> flows,
            ResponseSink[] sinks,
            boolean skipPreprocessing,
            long seed,
            @Nullable Controls control) {
        this(node, flows, sinks, skipPreprocessing, seed, control, ServiceDraws.profiled());
    }

    /** Likewise, with service times from elsewhere. */
    NodeEngine(
            NodeModel node,
            List<Flow> flows,
            ResponseSink[] sinks,
            boolean skipPreprocessing,
            long seed,
            @Nullable Controls control,
            ServiceDraws draws) {
        this.flows = flows;
        this.random = new SplittableRandom(seed);
        this.arrivals = new Arrivals(flows, random.split());
        int n = flows.size();
        this.sinks = sinks;
        double[] deadlineMs = new double[n];
        double[] preprocessMs = new double[n];
        for (int i = 0; i < n; i++) {
            deadlineMs[i] = flows.get(i).stream().deadlineMs();
            preprocessMs[i] = skipPreprocessing ? 0 : flows.get(i).stream().preprocessMs();
        }
        for (Device device : node.devices()) {
            if (device.deviceClass() != DeviceClass.CPU) {
                devices.put(device.name(), station(new DeviceSetup(device, flows, draws), device, deadlineMs));
            }
        }
        @Nullable Station[] afterCpu = new @Nullable Station[n];
        this.services = new Sampler[n];
        this.serviceRandom = random.split();
        this.controls = control == null ? null : new ControlRecorder(control, flows);
        for (int i = 0; i < n; i++) {
            afterCpu[i] = devices.get(flows.get(i).device().name());
            Flow flow = flows.get(i);
            services[i] = draws.atArrival(flow.device())
                    ? draws.alone(flow.device(), flow.copy())
                    : new Sampler.Constant(Double.NaN);
        }
        this.cpu = new CpuStation(node.cores(), preprocessMs, afterCpu, sinks);
        this.cpuFirst = new boolean[n];
        this.stationOfFlow = new Station[n];
        for (int i = 0; i < n; i++) {
            Station device = afterCpu[i];
            cpuFirst[i] = device == null || preprocessMs[i] > 0;
            stationOfFlow[i] = device == null || cpuFirst[i] ? cpu : device;
        }
    }

    private Station station(DeviceSetup setup, Device device, double[] deadlineMs) {
        if (device.deviceClass() == DeviceClass.GPU) {
            return new GpuStation(setup, sinks, random.split());
        }
        return device.discipline() == Discipline.FCFS
                ? new EdgeTpuFcfs(setup, sinks)
                : new EdgeTpuSwapAware(setup, deadlineMs, sinks);
    }

    /**
     * Runs the schedule; may be called once.
     *
     * @param batchEnd called after each batch; the run ends early where it answers false
     */
    void run(Schedule schedule, BooleanSupplier batchEnd) {
        boolean phased = arrivals.hasPeriodic();
        if (!phased) {
            runFor(schedule.warmUpMs(), false);
        }
        for (int batch = 0; batch < schedule.batches(); batch++) {
            arrivals.randomisePhases(random);
            for (long segment = 0; segment < schedule.segments(); segment++) {
                if (phased) {
                    arrivals.redrawPhases(now);
                    runFor(schedule.warmUpMs(), false);
                }
                runFor(schedule.recordMs(), true);
                runFor(schedule.coolDownMs(), false);
            }
            if (batch == schedule.batches() - 1) {
                // Recorded requests that are still in service leave before the last batch is closed.
                double ratePerMs = flows.stream().mapToDouble(Flow::ratePerMs).sum();
                runFor(FINAL_REQUESTS / ratePerMs, false);
            }
            if (controls != null) {
                controls.closeBatch(schedule.segments() * schedule.recordMs());
            }
            if (!batchEnd.getAsBoolean()) {
                return;
            }
        }
    }

    private void runFor(double ms, boolean recorded) {
        double until = now + ms;
        for (int flow = arrivals.next(until); flow >= 0; flow = arrivals.next(until)) {
            double time = arrivals.time();
            double workMs = services[flow].sample(serviceRandom);
            if (controls != null) {
                controls.arrive(flow, time, workMs, recorded);
            }
            cpu.advance(time);
            stationOfFlow[flow].arrive(time, time, RequestTag.of(flow, recorded), workMs);
        }
        now = until;
    }

    /**
     * Runs recorded arrivals, from an empty node to an empty one; may be called once.
     *
     * @param timesMs ascending
     * @param flowOf flow of each arrival
     */
    void replay(double[] timesMs, int[] flowOf) {
        for (int i = 0; i < timesMs.length; i++) {
            arrive(timesMs[i], flowOf[i], true);
        }
        // Those still in service leave before arrivals that are not counted.
        double gapMs = 1 / flows.stream().mapToDouble(Flow::ratePerMs).sum();
        for (int i = 0; i < FINAL_REQUESTS; i++) {
            arrive(now + gapMs, i % flows.size(), false);
        }
    }

    private void arrive(double timeMs, int flow, boolean recorded) {
        cpu.advance(timeMs);
        double workMs = services[flow].sample(serviceRandom);
        stationOfFlow[flow].arrive(timeMs, timeMs, RequestTag.of(flow, recorded), workMs);
        now = timeMs;
    }

    /** Weights of the batches by the control variates, or null without them. */
    double @Nullable [] batchWeights() {
        return controls == null ? null : BatchWeights.of(controls.deviations());
    }

    /** Busy fraction of a device so far; of the CPU, per core, if the device is one or the name is unknown. */
    double utilization(String deviceName, int cores) {
        Station device = devices.get(deviceName);
        return device == null ? cpu.busyMs() / cores / now : device.busyMs() / now;
    }
}
