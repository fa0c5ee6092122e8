package dev.millrace.queueing;

import dev.millrace.queueing.cpu.ConstantServiceStation;
import dev.millrace.queueing.edgetpu.SwitchClass;
import dev.millrace.queueing.edgetpu.SwitchingQueue;
import dev.millrace.queueing.fcfs.LatticeQueue;
import dev.millrace.queueing.fcfs.PeriodicSuperposition;
import dev.millrace.queueing.load.CopyTraffic;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.ErrorBand;
import dev.millrace.queueing.transform.ServiceMix;
import java.util.List;
import java.util.Optional;

/** One server in order of arrival without switching: one copy, or copies that all stay resident. */
final class SingleQueueMethods {
    private static final int FAST_POINTS = 1 << 11;
    private static final int ACCURATE_POINTS = 1 << 14;

    /** Above this load the exact chain of M/D/1 gets long, and hardly anybody is served before its distribution is smooth. */
    private static final double MOST_CHAIN_LOAD = 0.95;

    private SingleQueueMethods() {}

    /** The answer of an exact method for the device's only queue, or empty where there is none. */
    static Optional<DeviceAnswer> answer(DeviceTraffic traffic, Accuracy accuracy) {
        ServiceTime time = traffic.firstService();
        boolean oneService = traffic.copies().stream()
                .allMatch(copy -> copy.copy().service().at(1).equals(time));
        double load = traffic.load();
        if (traffic.isPoisson()) {
            // Inversion smears the kinks of a constant service by up to 0.7 % of a low-load percentile.
            boolean smooth = accuracy == Accuracy.FAST || !oneService || time.cv2() > 0 || load > MOST_CHAIN_LOAD;
            return Optional.of(smooth ? transform(traffic) : constant(traffic.ratePerMs(), time, load));
        }
        if (traffic.isSingleRenewal()) {
            ArrivalProcess arrivals = traffic.flows().getFirst().stream().arrivals();
            int points = accuracy == Accuracy.FAST ? FAST_POINTS : ACCURATE_POINTS;
            return Optional.of(lattice(
                    1 / arrivals.ratePerMs(),
                    arrivals.cv2(),
                    time,
                    load,
                    points,
                    accuracy == Accuracy.FAST ? ErrorBands.COARSE_LATTICE : ErrorBands.EXACT));
        }
        if (oneService && time.cv2() == 0 && traffic.isEqualPeriodic()) {
            int streams = traffic.flows().size();
            return Optional.of(DeviceAnswer.uniform(
                    new PeriodicSuperposition(streams, load, time.meanMs()), load, "nD/D/1, exact", ErrorBands.EXACT));
        }
        return Optional.empty();
    }

    private static DeviceAnswer lattice(
            double gapMs, double gapCv2, ServiceTime time, double load, int points, ErrorBand band) {
        LatticeQueue queue = new LatticeQueue(gapMs, gapCv2, time, points);
        return DeviceAnswer.uniform(queue.response(), load, "GI/G/1, exact on a lattice", band);
    }

    private static DeviceAnswer constant(double ratePerMs, ServiceTime time, double load) {
        ConstantServiceStation station = new ConstantServiceStation(1, ratePerMs, time.meanMs());
        return DeviceAnswer.uniform(station, load, "M/D/1, exact", ErrorBands.EXACT);
    }

    /** M/G/1 with a mixture of service times, by inversion of its transform. */
    private static DeviceAnswer transform(DeviceTraffic traffic) {
        List<SwitchClass> classes = traffic.copies().stream()
                .map(copy -> new SwitchClass(work(copy), 0))
                .toList();
        SwitchingQueue queue = new SwitchingQueue(classes);
        return new DeviceAnswer(
                flow -> queue.response(0, flow.copy().service().at(1)), queue.load(), "M/G/1, exact", ErrorBands.EXACT);
    }

    static ServiceMix work(CopyTraffic copy) {
        return ServiceMix.of(copy.ratePerMs(), copy.copy().service().at(1));
    }
}
