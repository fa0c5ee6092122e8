package dev.millrace.queueing;

import dev.millrace.queueing.cpu.WaitingTime;
import dev.millrace.queueing.gpu.SharedGpu;
import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.simulation.Controls;
import dev.millrace.queueing.transform.Atom;
import dev.millrace.queueing.transform.ServiceMix;
import dev.millrace.queueing.transform.TransformResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Queues that move with those of a node and whose workload is that of M/G/1: for each device all its Poisson flows at full
 * speed, and each copy by itself; for the CPU all visits at the speed of all cores together.
 */
final class ControlQueues {
    private static final double[] ABOVE = {0.15, 0.05, 0.02, 0.007};
    private static final double MOST_LOAD = 0.97;
    private static final double[] NONE = {};
    private static final int MOST_COPIES = 8;
    private static final int BATCH_ROUNDS = 5;

    private final List<Flow> flows;
    private final List<Controls.Queue> queues = new ArrayList<>();

    private ControlQueues(List<Flow> flows) {
        this.flows = flows;
    }

    static Controls of(NodeModel node) {
        StationLoads loads = new StationLoads(node);
        ControlQueues control = new ControlQueues(loads.flows());
        for (Device device : node.devices()) {
            if (device.deviceClass() != DeviceClass.CPU) {
                control.device(device);
            }
        }
        if (loads.cpu() > 0) {
            control.cpu(node.cores());
        }
        return new Controls(control.queues);
    }

    private void device(Device device) {
        List<Flow> own = flows.stream()
                .filter(flow -> flow.isPoisson() && flow.device().name().equals(device.name()))
                .toList();
        Predicate<Flow> here = flow -> flow.device().name().equals(device.name());
        add(here, 1, ABOVE);
        List<String> copies =
                own.stream().map(flow -> flow.copy().id()).distinct().toList();
        if (copies.size() > 1 && copies.size() <= MOST_COPIES) {
            double[] speed = device.deviceClass() == DeviceClass.GPU ? speeds(own, copies) : null;
            for (int i = 0; i < copies.size(); i++) {
                String copy = copies.get(i);
                add(here.and(flow -> flow.copy().id().equals(copy)), speed == null ? 1 : speed[i], NONE);
            }
        }
    }

    /**
     * How fast each copy of a shared GPU runs while it is busy, about: its load over its busy probability. A batch is about
     * what arrives while one is served, and busy probabilities and batches depend on each other.
     */
    private static double[] speeds(List<Flow> own, List<String> copies) {
        int n = copies.size();
        double[] rates = new double[n];
        Copy[] copyOf = new Copy[n];
        for (Flow flow : own) {
            int i = copies.indexOf(flow.copy().id());
            rates[i] += flow.ratePerMs();
            copyOf[i] = flow.copy();
        }
        ServiceTime[] times = new ServiceTime[n];
        int[] batch = new int[n];
        for (int i = 0; i < n; i++) {
            times[i] = share(copyOf[i], copyOf[i].effectiveMaxBatch());
        }
        double[] speed = new double[n];
        for (int round = 0; round < BATCH_ROUNDS; round++) {
            double[] busy = new SharedGpu(rates, times).busyProbabilities();
            ServiceTime[] next = new ServiceTime[n];
            double load = 0;
            for (int i = 0; i < n; i++) {
                speed[i] = rates[i] * times[i].meanMs() / busy[i];
                int most = copyOf[i].effectiveMaxBatch();
                batch[i] = Math.clamp(batch[i], 1, most);
                double servedMs = copyOf[i].service().at(batch[i]).meanMs() / speed[i];
                batch[i] = Math.clamp(Math.round(rates[i] * servedMs), 1, most);
                next[i] = share(copyOf[i], batch[i]);
                load += rates[i] * next[i].meanMs();
            }
            if (load >= 1) {
                break;
            }
            times = next;
        }
        return speed;
    }

    /** Work of a request: its service, or where there are batches what it costs in the largest. */
    private static ServiceTime time(Flow flow) {
        return flow.copy().effectiveMaxBatch() == 1
                ? flow.copy().service().at(1)
                : share(flow.copy(), flow.copy().effectiveMaxBatch());
    }

    private void add(Predicate<Flow> member, double speed, double[] exceeded) {
        double[] constantMs = new double[flows.size()];
        boolean[] service = new boolean[flows.size()];
        List<ServiceMix.Part> parts = new ArrayList<>();
        for (int f = 0; f < constantMs.length; f++) {
            Flow flow = flows.get(f);
            constantMs[f] = -1;
            if (flow.isPoisson() && member.test(flow)) {
                service[f] = flow.copy().effectiveMaxBatch() == 1;
                ServiceTime time = time(flow);
                constantMs[f] = service[f] ? 0 : time.meanMs();
                parts.add(new ServiceMix.Part(flow.ratePerMs(), new ServiceTime(time.meanMs() / speed, time.cv2())));
            }
        }
        queue(constantMs, service, speed, parts, exceeded);
    }

    /** What a request costs in a batch of that size. */
    private static ServiceTime share(Copy copy, int batch) {
        ServiceTime whole = copy.service().at(batch);
        return batch == 1 ? whole : ServiceTime.deterministic(whole.meanMs() / batch);
    }

    private void cpu(int cores) {
        double[] constantMs = new double[flows.size()];
        boolean[] service = new boolean[flows.size()];
        List<ServiceMix.Part> parts = new ArrayList<>();
        for (int f = 0; f < constantMs.length; f++) {
            Flow flow = flows.get(f);
            double preprocessMs = flow.stream().preprocessMs();
            // Both visits at once would have a service time that is no Gamma: the larger part stands for both.
            boolean cpuService = flow.onCpu()
                    && (preprocessMs == 0 || flow.copy().service().at(1).cv2() == 0);
            constantMs[f] = -1;
            if (flow.isPoisson() && (preprocessMs > 0 || cpuService)) {
                service[f] = cpuService;
                constantMs[f] = preprocessMs;
                ServiceTime own = flow.copy().service().at(1);
                ServiceTime time = cpuService
                        ? new ServiceTime((preprocessMs + own.meanMs()) / cores, own.cv2())
                        : ServiceTime.deterministic(preprocessMs / cores);
                parts.add(new ServiceMix.Part(flow.ratePerMs(), time));
            }
        }
        queue(constantMs, service, cores, parts, ABOVE);
    }

    /** @param parts rates and work in units of the queue's speed */
    private void queue(
            double[] constantMs, boolean[] service, double speed, List<ServiceMix.Part> parts, double[] exceeded) {
        if (parts.isEmpty() || new ServiceMix(parts).load() > MOST_LOAD) {
            return;
        }
        WaitingTime wait = WaitingTime.of(1, new ServiceMix(parts));
        double[] levels = new double[exceeded.length];
        double[] above = new double[levels.length];
        if (exceeded.length > 0) {
            TransformResponse work = new TransformResponse(
                    wait.meanMs(),
                    0,
                    List.of(new Atom(0, wait.none())),
                    z -> wait.transform().at(z).plus(-wait.none()));
            for (int i = 0; i < levels.length; i++) {
                double level = work.quantileMs(1 - exceeded[i]);
                levels[i] = speed * level;
                above[i] = 1 - work.cdf(level);
            }
        }
        queues.add(new Controls.Queue(constantMs, service, speed, speed * wait.meanMs(), levels, above));
    }
}
