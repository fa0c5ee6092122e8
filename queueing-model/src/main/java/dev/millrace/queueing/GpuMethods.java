package dev.millrace.queueing;

import dev.millrace.queueing.gpu.BatchingCopy;
import dev.millrace.queueing.gpu.SharedGpu;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.ErrorBand;
import java.util.Optional;

/** Choice of a method for a GPU. */
final class GpuMethods {
    private static final int FAST_NODES = 48;
    private static final int ACCURATE_NODES = 256;

    /** Beyond these the exact chain of a batching copy costs more than a simulation. */
    private static final double MOST_CHAIN_LOAD = 0.95;

    private static final int MOST_CHAIN_BATCH = 32;

    private GpuMethods() {}

    static DeviceAnswer answer(DeviceTraffic traffic, Accuracy accuracy) {
        boolean batches = traffic.copies().stream().anyMatch(copy -> copy.copy().effectiveMaxBatch() > 1);
        if (traffic.isSingleCopy()) {
            Optional<DeviceAnswer> single =
                    batches ? batching(traffic, accuracy) : SingleQueueMethods.answer(traffic, accuracy);
            if (single.isPresent()) {
                return single.get();
            }
        }
        Simulated simulated = new Simulated(NodeSlice.device(traffic.node(), traffic.device()), accuracy);
        ErrorBand band = ErrorBands.simulation(accuracy);
        if (batches) {
            double utilization = simulated.utilization(traffic.device().name());
            return new DeviceAnswer(simulated::response, utilization, simulated.method("GPU with batches"), band);
        }
        // Work-conserving and without batches: the load is the busy fraction.
        if (accuracy == Accuracy.FAST && traffic.isPoisson()) {
            return sharing(traffic, simulated);
        }
        return new DeviceAnswer(simulated::response, traffic.load(), simulated.method("GPU sharing"), band);
    }

    private static Optional<DeviceAnswer> batching(DeviceTraffic traffic, Accuracy accuracy) {
        Copy copy = traffic.copies().getFirst().copy();
        double[] timeMs = new double[copy.effectiveMaxBatch()];
        for (int b = 1; b <= timeMs.length; b++) {
            ServiceTime time = copy.service().at(b);
            if (time.cv2() > 0) {
                return Optional.empty();
            }
            timeMs[b - 1] = time.meanMs();
        }
        if (!traffic.isPoisson() || traffic.load() > MOST_CHAIN_LOAD || timeMs.length > MOST_CHAIN_BATCH) {
            return Optional.empty();
        }
        BatchingCopy queue = new BatchingCopy(traffic.ratePerMs(), timeMs);
        int nodes = accuracy == Accuracy.FAST ? FAST_NODES : ACCURATE_NODES;
        return Optional.of(DeviceAnswer.uniform(
                queue.response(nodes), queue.utilization(), "GPU batches, exact", ErrorBands.EXACT));
    }

    private static DeviceAnswer sharing(DeviceTraffic traffic, Simulated simulated) {
        int copies = traffic.copies().size();
        double[] rates = new double[copies];
        ServiceTime[] times = new ServiceTime[copies];
        for (int i = 0; i < copies; i++) {
            rates[i] = traffic.copies().get(i).ratePerMs();
            times[i] = traffic.copies().get(i).copy().service().at(1);
        }
        double[] means = new SharedGpu(rates, times).meanMs();
        return new DeviceAnswer(
                flow -> new KnownMean(means[traffic.indexOf(flow)], simulated.response(flow)),
                traffic.load(),
                "GPU sharing, mean in closed form; percentiles: " + simulated.method("GPU sharing"),
                ErrorBands.SHARED_GPU);
    }
}
