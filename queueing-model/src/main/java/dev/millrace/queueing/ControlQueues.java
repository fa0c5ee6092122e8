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
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

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
        Predicate<Flow> here = flow -> flow.isPoisson() && flow.device().name().equals(device.name());
        List<Flow> own = flows.stream().filter(here).toList();
        List<String> copies =
                own.stream().map(flow -> flow.copy().id()).distinct().toList();
        boolean severalCopies = copies.size() > 1 && copies.size() <= MOST_COPIES;
        boolean shared = severalCopies && device.deviceClass() == DeviceClass.GPU;
        Sharing sharing = shared ? sharing(own, copies) : Sharing.largestBatches(own, copies);
        ToIntFunction<Flow> batch =
                flow -> sharing.batch()[copies.indexOf(flow.copy().id())];
        add(here, batch, 1, ABOVE);
        for (int i = 0; i < copies.size() && severalCopies; i++) {
            String copy = copies.get(i);
            double[] levels = i == sharing.busiest() ? ABOVE : NONE;
            add(here.and(flow -> flow.copy().id().equals(copy)), batch, sharing.speed()[i], levels);
        }
    }

    /**
     * How each copy of a device serves.
     *
     * @param speed how fast it runs while it is busy
     * @param batch how many requests it takes at a time
     * @param busiest the copy that is busy most of the time and so has the longest tail; -1: equal speeds
     */
    private record Sharing(double[] speed, int[] batch, int busiest) {
        static Sharing largestBatches(List<Flow> own, List<String> copies) {
            double[] speed = new double[copies.size()];
            int[] batch = new int[copies.size()];
            Arrays.fill(speed, 1);
            for (Flow flow : own) {
                batch[copies.indexOf(flow.copy().id())] = flow.copy().effectiveMaxBatch();
            }
            return new Sharing(speed, batch, -1);
        }
    }

    /**
     * How the copies of a shared GPU serve, about: a copy's speed is its load over its busy probability, a batch is about
     * what arrives while one is served, and busy probabilities and batches depend on each other.
     */
    private static Sharing sharing(List<Flow> own, List<String> copies) {
        int n = copies.size();
        double[] rates = new double[n];
        Copy[] copyOf = new Copy[n];
        for (Flow flow : own) {
            int i = copies.indexOf(flow.copy().id());
            rates[i] += flow.ratePerMs();
            copyOf[i] = flow.copy();
        }
        Sharing result = Sharing.largestBatches(own, copies);
        int[] batch = result.batch();
        for (int round = 0; round < BATCH_ROUNDS; round++) {
            ServiceTime[] times = new ServiceTime[n];
            double load = 0;
            for (int i = 0; i < n; i++) {
                times[i] = share(copyOf[i], batch[i]);
                load += rates[i] * times[i].meanMs();
            }
            if (load >= 1) {
                break;
            }
            double[] busy = new SharedGpu(rates, times).busyProbabilities();
            double[] speed = new double[n];
            int[] next = new int[n];
            int busiest = 0;
            for (int i = 0; i < n; i++) {
                speed[i] = rates[i] * times[i].meanMs() / busy[i];
                double servedMs = copyOf[i].service().at(batch[i]).meanMs() / speed[i];
                next[i] = Math.clamp(Math.round(rates[i] * servedMs), 1, copyOf[i].effectiveMaxBatch());
                busiest = busy[i] > busy[busiest] ? i : busiest;
            }
            result = new Sharing(speed, batch, busiest);
            batch = next;
        }
        return result;
    }

    private void add(Predicate<Flow> member, ToIntFunction<Flow> batch, double speed, double[] exceeded) {
        double[] constantMs = new double[flows.size()];
        boolean[] service = new boolean[flows.size()];
        List<ServiceMix.Part> parts = new ArrayList<>();
        for (int f = 0; f < constantMs.length; f++) {
            Flow flow = flows.get(f);
            constantMs[f] = -1;
            if (member.test(flow)) {
                service[f] = batch.applyAsInt(flow) == 1;
                ServiceTime time = share(flow.copy(), batch.applyAsInt(flow));
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
