package dev.millrace.queueing;

import dev.millrace.queueing.cpu.WaitingTime;
import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.ErrorBand;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.result.ShiftedResponse;
import dev.millrace.queueing.transform.DelayedResponse;
import dev.millrace.queueing.transform.ServiceMix;
import dev.millrace.queueing.transform.TransformResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pre-processing on a node's cores, before its devices.
 *
 * <p>While the CPU is little used its output is nearly its input: stages are taken as independent and their
 * distributions convolved. Otherwise the devices behind it are simulated with it.
 */
final class CpuStage {
    private static final double FAST_LIMIT = 0.5;
    private static final double ACCURATE_LIMIT = 0.1;

    private final Set<String> devices;
    private final ErrorBand stages;
    private final @Nullable WaitingTime wait;
    private final @Nullable Simulated simulated;

    CpuStage(NodeModel node, StationLoads loads, List<Flow> flows, Accuracy accuracy) {
        List<Flow> visitors = new ArrayList<>();
        Set<String> behind = new HashSet<>();
        for (Flow flow : flows) {
            if (flow.stream().preprocessMs() > 0) {
                behind.add(flow.device().name());
            }
            if (flow.stream().preprocessMs() > 0 || flow.onCpu()) {
                visitors.add(flow);
            }
        }
        if (!behind.isEmpty() && visitors.stream().anyMatch(Flow::onCpu)) {
            visitors.stream()
                    .filter(Flow::onCpu)
                    .forEach(flow -> behind.add(flow.device().name()));
        }
        this.devices = behind;
        this.stages = accuracy == Accuracy.FAST ? ErrorBands.LOOSELY_COUPLED : ErrorBands.INDEPENDENT_STAGES;
        double limit = accuracy == Accuracy.FAST ? FAST_LIMIT : ACCURATE_LIMIT;
        if (behind.isEmpty() || neverWaits(visitors, node.cores())) {
            this.wait = WaitingTime.NONE;
            this.simulated = null;
        } else if (loads.cpu() < limit && visitors.stream().allMatch(Flow::isPoisson)) {
            this.wait = WaitingTime.of(node.cores(), work(visitors));
            this.simulated = null;
        } else {
            this.wait = null;
            this.simulated = new Simulated(NodeSlice.coupled(node, behind), accuracy);
        }
    }

    /** A core for each visitor, and no visitor ever meets itself: periodic, one visit within a period. */
    private static boolean neverWaits(List<Flow> visitors, int cores) {
        return visitors.size() <= cores
                && visitors.stream()
                        .allMatch(flow -> flow.stream().arrivals().kind() == ArrivalProcess.Kind.PERIODIC
                                && !flow.onCpu()
                                && flow.stream().preprocessMs()
                                        < 1 / flow.stream().arrivals().ratePerMs());
    }

    private static ServiceMix work(List<Flow> visitors) {
        List<ServiceMix.Part> parts = new ArrayList<>();
        for (Flow flow : visitors) {
            if (flow.stream().preprocessMs() > 0) {
                parts.add(new ServiceMix.Part(
                        flow.ratePerMs(),
                        ServiceTime.deterministic(flow.stream().preprocessMs())));
            }
            if (flow.onCpu()) {
                parts.add(new ServiceMix.Part(
                        flow.ratePerMs(), flow.copy().service().at(1)));
            }
        }
        return new ServiceMix(parts);
    }

    /** The simulation that answers for a device and its pre-processing together, or null if they are independent. */
    @Nullable Simulated simulationOf(String device) {
        return devices.contains(device) ? simulated : null;
    }

    /** Whether a CPU device shares its station with pre-processing. */
    boolean isShared(String cpuDevice) {
        return devices.contains(cpuDevice);
    }

    /** Wait of a visit, where the stages are taken as independent. */
    WaitingTime waitingTime() {
        return wait == null ? WaitingTime.NONE : wait;
    }

    /** The device's response behind the pre-processing of a flow. */
    ResponseTime before(Flow flow, ResponseTime device) {
        double preprocessMs = flow.stream().preprocessMs();
        WaitingTime waiting = waitingTime();
        if (preprocessMs == 0 || waiting.none() >= 1) {
            return ShiftedResponse.of(device, preprocessMs);
        }
        if (device instanceof KnownMean known) {
            double meanMs = known.meanMs() + waiting.meanMs() + preprocessMs;
            return new KnownMean(meanMs, new LazyResponse(() -> before(flow, known.distribution())));
        }
        if (device instanceof LazyResponse lazy) {
            return new LazyResponse(() -> before(flow, lazy.source().get()));
        }
        return device instanceof TransformResponse transform
                ? transform.behind(waiting.meanMs(), waiting.none(), waiting.transform(), preprocessMs)
                : ShiftedResponse.of(
                        new DelayedResponse(device, waiting.meanMs(), waiting.none(), waiting.transform()),
                        preprocessMs);
    }

    /** The error of a device's figures behind the pre-processing of a flow. */
    ErrorBand band(Flow flow, ErrorBand device) {
        if (flow.stream().preprocessMs() == 0 && !devices.contains(flow.device().name())) {
            return device;
        }
        return wait == null || wait.none() >= 1 ? device : device.or(stages);
    }
}
