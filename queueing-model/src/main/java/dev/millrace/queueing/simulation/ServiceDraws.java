package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Where the service times of a run come from: drawn from the profiles, or recorded ones in their order. */
final class ServiceDraws {
    private final Map<String, Map<String, double[]>> recorded;
    private final Map<String, Sampler> samplers = new HashMap<>();

    private ServiceDraws(Map<String, Map<String, double[]>> recorded) {
        this.recorded = recorded;
    }

    static ServiceDraws profiled() {
        return new ServiceDraws(Map.of());
    }

    static ServiceDraws recorded(Trace trace) {
        return new ServiceDraws(trace.timesByCopy());
    }

    /** Whether a request's time is drawn when it arrives, else when its execution starts. */
    boolean atArrival(Device device) {
        return recorded.isEmpty() || device.copies().stream().allMatch(copy -> copy.effectiveMaxBatch() == 1);
    }

    /** Times of requests that are served alone. */
    Sampler alone(Device device, Copy copy) {
        Sampler profiled = Sampler.of(copy.service().at(1));
        double[] times = recorded.getOrDefault(device.name(), Map.of()).get(copy.id());
        return times == null
                ? profiled
                : samplers.computeIfAbsent(
                        device.name() + '\n' + copy.id(), key -> new Sampler.Recorded(times, profiled));
    }

    /** Times of batches: element b - 1 is for batches of b. */
    Sampler[] batches(Device device, Copy copy) {
        Sampler[] batches = new Sampler[copy.effectiveMaxBatch()];
        for (int batch = 1; batch <= batches.length; batch++) {
            batches[batch - 1] = Sampler.of(copy.service().at(batch));
        }
        if (recorded.getOrDefault(device.name(), Map.of()).containsKey(copy.id())) {
            Arrays.fill(batches, alone(device, copy));
        }
        return batches;
    }
}
