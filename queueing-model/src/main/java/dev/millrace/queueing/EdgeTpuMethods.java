package dev.millrace.queueing;

import dev.millrace.queueing.edgetpu.CoResidentQueue;
import dev.millrace.queueing.edgetpu.ResidentCopy;
import dev.millrace.queueing.edgetpu.SwitchClass;
import dev.millrace.queueing.edgetpu.SwitchingQueue;
import dev.millrace.queueing.load.CopyTraffic;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.result.ErrorBand;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Choice of a method for an EdgeTPU. */
final class EdgeTpuMethods {
    /** Beyond this the exact method costs more than a simulation. */
    private static final int MOST_STATES = 12;

    private EdgeTpuMethods() {}

    static DeviceAnswer answer(DeviceTraffic traffic, Accuracy accuracy) {
        boolean fcfs = traffic.device().discipline() == Discipline.FCFS;
        if (traffic.isSingleCopy() || (fcfs && neverEvicts(traffic))) {
            Optional<DeviceAnswer> single = SingleQueueMethods.answer(traffic, accuracy);
            if (single.isPresent()) {
                return single.get();
            }
        }
        if (fcfs && traffic.isPoisson()) {
            List<Integer> sets = setSizes(traffic);
            if (sets.size() == traffic.copies().size()) {
                return switching(traffic, accuracy);
            }
            if (CoResidentQueue.states(sets) <= MOST_STATES) {
                return coResident(traffic, accuracy);
            }
        }
        Simulated simulated = new Simulated(NodeSlice.device(traffic.node(), traffic.device()), accuracy);
        ErrorBand band = ErrorBands.simulation(accuracy);
        // Under FCFS the load is the busy fraction; what SwapAware saves on switches only the simulation knows.
        double utilization =
                fcfs ? traffic.load() : simulated.utilization(traffic.device().name());
        return new DeviceAnswer(
                simulated::response, utilization, simulated.method(fcfs ? "EdgeTPU" : "EdgeTPU SwapAware"), band);
    }

    private static boolean neverEvicts(DeviceTraffic traffic) {
        String set = traffic.copies().getFirst().copy().coResidentSet();
        return set != null
                && traffic.copies().stream()
                        .allMatch(copy -> set.equals(copy.copy().coResidentSet()));
    }

    /** Number of copies in each co-resident set, 1 for a copy without one. */
    private static List<Integer> setSizes(DeviceTraffic traffic) {
        List<Integer> sizes = new ArrayList<>();
        Map<String, Integer> indices = new HashMap<>();
        for (CopyTraffic copy : traffic.copies()) {
            String set = copy.copy().coResidentSet();
            Integer index = set == null ? null : indices.putIfAbsent(set, sizes.size());
            if (index == null) {
                sizes.add(1);
            } else {
                sizes.set(index, sizes.get(index) + 1);
            }
        }
        return sizes;
    }

    private static DeviceAnswer switching(DeviceTraffic traffic, Accuracy accuracy) {
        List<SwitchClass> classes = traffic.copies().stream()
                .map(copy -> new SwitchClass(
                        SingleQueueMethods.work(copy), copy.copy().switchMs()))
                .toList();
        SwitchingQueue queue = new SwitchingQueue(classes);
        Function<Flow, ResponseTime> exact = flow ->
                queue.response(traffic.indexOf(flow), flow.copy().service().at(1));
        if (accuracy == Accuracy.ACCURATE || classes.size() == 1) {
            return new DeviceAnswer(exact, queue.load(), "EdgeTPU with switching, exact", ErrorBands.EXACT);
        }
        double waitMs = queue.quickMeanWaitMs();
        return new DeviceAnswer(
                flow -> new KnownMean(
                        queue.quickMeanMs(
                                traffic.indexOf(flow), flow.copy().service().at(1), waitMs),
                        new LazyResponse(() -> exact.apply(flow))),
                queue.load(),
                "EdgeTPU with switching, mean without roots; percentiles exact",
                ErrorBands.QUICK_SWITCHING);
    }

    private static List<ResidentCopy> residentCopies(DeviceTraffic traffic) {
        return traffic.copies().stream()
                .map(each -> {
                    Copy copy = each.copy();
                    return new ResidentCopy(
                            each.ratePerMs(), copy.service().at(1), copy.switchMs(), copy.coResidentSet());
                })
                .toList();
    }

    private static DeviceAnswer coResident(DeviceTraffic traffic, Accuracy accuracy) {
        CoResidentQueue queue = new CoResidentQueue(residentCopies(traffic));
        Function<Flow, ResponseTime> exact = flow -> queue.response(traffic.indexOf(flow));
        if (accuracy == Accuracy.ACCURATE) {
            return new DeviceAnswer(exact, queue.load(), "EdgeTPU with co-resident sets, exact", ErrorBands.EXACT);
        }
        double waitMs = queue.quickMeanWaitMs();
        return new DeviceAnswer(
                flow -> new KnownMean(
                        queue.quickMeanMs(traffic.indexOf(flow), waitMs), new LazyResponse(() -> exact.apply(flow))),
                queue.load(),
                "EdgeTPU with co-resident sets, mean without iteration; percentiles exact",
                ErrorBands.QUICK_CO_RESIDENT);
    }
}
