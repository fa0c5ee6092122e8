package dev.millrace.queueing;

import dev.millrace.queueing.cpu.ConstantServiceStation;
import dev.millrace.queueing.cpu.WaitingTime;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.transform.Atom;
import dev.millrace.queueing.transform.Complex;
import dev.millrace.queueing.transform.ServiceMix;
import dev.millrace.queueing.transform.TransformResponse;
import java.util.List;
import java.util.Optional;

/** Choice of a method for a CPU device whose node does no pre-processing. */
final class CpuMethods {
    /** Above this load the exact chain of M/D/c gets long. */
    private static final double MOST_CHAIN_LOAD = 0.95;

    /** With more cores hardly anybody waits, e^-load underflows and a simulation takes long. */
    private static final int MOST_CORES = 256;

    private CpuMethods() {}

    static DeviceAnswer answer(DeviceTraffic traffic, Accuracy accuracy) {
        int cores = traffic.node().cores();
        if (cores == 1) {
            Optional<DeviceAnswer> single = SingleQueueMethods.answer(traffic, accuracy);
            if (single.isPresent()) {
                return single.get();
            }
        }
        ServiceTime time = traffic.firstService();
        boolean constant = time.cv2() == 0
                && traffic.copies().stream()
                        .allMatch(copy -> copy.copy().service().at(1).equals(time));
        if (traffic.isPoisson() && constant && traffic.load() <= MOST_CHAIN_LOAD && cores <= MOST_CORES) {
            ConstantServiceStation station = new ConstantServiceStation(cores, traffic.ratePerMs(), time.meanMs());
            return DeviceAnswer.uniform(station, traffic.load(), "M/D/c, exact", ErrorBands.EXACT);
        }
        if (traffic.isPoisson() && (accuracy == Accuracy.FAST || cores > MOST_CORES)) {
            return approximate(traffic, cores);
        }
        Simulated simulated = new Simulated(NodeSlice.device(traffic.node(), traffic.device()), accuracy);
        return new DeviceAnswer(
                simulated::response, traffic.load(), simulated.method("CPU"), ErrorBands.simulation(accuracy));
    }

    private static DeviceAnswer approximate(DeviceTraffic traffic, int cores) {
        ServiceMix work = new ServiceMix(traffic.copies().stream()
                .flatMap(copy -> SingleQueueMethods.work(copy).parts().stream())
                .toList());
        return behind(WaitingTime.of(cores, work), traffic);
    }

    /** Own service behind a known wait: also that of a CPU device among pre-processing. */
    static DeviceAnswer behind(WaitingTime wait, DeviceTraffic traffic) {
        return new DeviceAnswer(
                flow -> service(flow.copy().service().at(1)).behind(wait.meanMs(), wait.none(), wait.transform(), 0),
                traffic.load(),
                wait.exact() ? "M/G/1, exact" : "M/G/c, approximation of Kimura",
                wait.exact() ? ErrorBands.EXACT : ErrorBands.MULTI_SERVER);
    }

    /** The own service alone: one atom, spread if the time is random. */
    private static TransformResponse service(ServiceTime time) {
        boolean random = time.cv2() > 0;
        return new TransformResponse(
                time.meanMs(),
                random ? 0 : time.meanMs(),
                List.of(new Atom(0, 1)),
                random ? time : null,
                z -> Complex.ZERO);
    }
}
