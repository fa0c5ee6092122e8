package dev.millrace.queueing.load;

import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Load of each station: the work that it cannot avoid per unit time and server.
 *
 * <p>EdgeTPU: service, and under FCFS the expected switch time; GPU: time per request at the largest batch; CPU: visits
 * of both kinds divided by the cores.
 */
public final class StationLoads {
    /**
     * From this load on a station counts as overloaded: requests would wait for a million others, and figures would depend
     * on the last digits of the load.
     */
    private static final double MOST_LOAD = 1 - 1e-6;

    private final NodeModel node;
    private final List<Flow> flows;
    private final Map<String, Double> byDevice = new HashMap<>();
    private final Map<String, List<CopyTraffic>> traffic = new HashMap<>();
    private final double cpu;

    /** Loads of that node. */
    public StationLoads(NodeModel node) {
        this.node = node;
        this.flows = Flow.of(node);
        this.cpu = cpuLoad();
        for (Device device : node.devices()) {
            byDevice.put(device.name(), load(device));
        }
    }

    /** All flows of the node. */
    public List<Flow> flows() {
        return flows;
    }

    /** The copies of a device of the node that get requests. */
    public List<CopyTraffic> traffic(Device device) {
        return Objects.requireNonNull(traffic.get(device.name()));
    }

    /** Whether anything is pre-processed on the node's CPU. */
    public boolean hasPreprocessing() {
        for (Flow flow : flows) {
            if (flow.stream().preprocessMs() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Load of a device of the node; that of a CPU device includes the pre-processing. */
    public double of(Device device) {
        return Objects.requireNonNull(byDevice.get(device.name()));
    }

    private double load(Device device) {
        List<CopyTraffic> copies = CopyTraffic.of(device, flows);
        traffic.put(device.name(), copies);
        return switch (device.deviceClass()) {
            case EDGE_TPU -> edgeTpu(copies, device.discipline());
            case GPU -> gpu(copies);
            case CPU -> cpu;
        };
    }

    /** Load of the node's CPU per core. */
    public double cpu() {
        return cpu;
    }

    private double cpuLoad() {
        double work = 0;
        for (Flow flow : flows) {
            double visitMs = flow.stream().preprocessMs();
            if (flow.device().deviceClass() == DeviceClass.CPU) {
                visitMs += flow.copy().service().at(1).meanMs();
            }
            work += flow.ratePerMs() * visitMs;
        }
        return work / node.cores();
    }

    /** Whether a station of that load has a stationary response time, as far as numbers can tell: a load below 1 - 1e-6. */
    public static boolean isStable(double load) {
        return load < MOST_LOAD;
    }

    /** Whether every station on the way of a flow is stable. */
    public boolean isStable(Flow flow) {
        boolean usesCpu = flow.stream().preprocessMs() > 0;
        return isStable(of(flow.device())) && (!usesCpu || isStable(cpu));
    }

    private static double edgeTpu(List<CopyTraffic> traffic, Discipline discipline) {
        MissProbability misses = new MissProbability(traffic);
        double load = 0;
        for (CopyTraffic each : traffic) {
            Copy copy = each.copy();
            load += each.ratePerMs() * copy.service().at(1).meanMs();
            if (discipline == Discipline.FCFS && copy.switchMs() > 0) {
                for (Flow flow : each.flows()) {
                    load += flow.ratePerMs() * misses.of(flow, each) * copy.switchMs();
                }
            }
        }
        return load;
    }

    private static double gpu(List<CopyTraffic> traffic) {
        double load = 0;
        for (CopyTraffic copy : traffic) {
            load += gpuCopy(copy);
        }
        return load;
    }

    private static double gpuCopy(CopyTraffic traffic) {
        int batch = traffic.copy().effectiveMaxBatch();
        ServiceTime time = traffic.copy().service().at(batch);
        return traffic.ratePerMs() * time.meanMs() / batch;
    }
}
