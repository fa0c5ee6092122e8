package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells by a simulation whether a node's responses keep their bounds, and ends it as soon as that is clear: a fraction of
 * the cost of a simulation for figures.
 *
 * <p>After each batch every bound's distance is taken in standard errors. The run ends when one bound is
 * surely missed or all surely hold; at its full length the estimates decide.
 */
public final class BoundTest {
    /** The standard error is itself an estimate from few batches: the limit is raised by this over their number. */
    private static final double FEW_BATCHES = 4;

    private final List<Flow> flows;
    private final int[] counterOfFlow;
    private final List<BoundCounter> counters = new ArrayList<>();
    private final TestLength length;
    private int batches;

    private BoundTest(NodeModel node, List<ResponseBound> bounds, TestLength length) {
        this.length = length;
        this.flows = Flow.of(node);
        if (bounds.size() != flows.size()) {
            throw new IllegalArgumentException(flows.size() + " flows need a bound each, but got " + bounds.size());
        }
        this.counterOfFlow = new int[flows.size()];
        Map<Object, Integer> alike = new HashMap<>();
        for (int i = 0; i < flows.size(); i++) {
            Flow flow = flows.get(i);
            ResponseBound bound = bounds.get(i);
            int counter = alike.computeIfAbsent(likeness(flow, bound, i), key -> {
                counters.add(new BoundCounter(bound, flow.stream().networkMs()));
                return counters.size() - 1;
            });
            counterOfFlow[i] = counter;
        }
    }

    /** Poisson flows to one copy that are pre-processed alike have one distribution of responses. */
    private static Object likeness(Flow flow, ResponseBound bound, int index) {
        if (flow.stream().arrivals().kind() != ArrivalProcess.Kind.POISSON) {
            return index;
        }
        return List.of(
                flow.branch().device(),
                flow.branch().copy(),
                flow.stream().preprocessMs(),
                bound.probability(),
                bound.ms() - flow.stream().networkMs());
    }

    /**
     * Tests the bounds of a node all of whose stations have a load below 1.
     *
     * @param bounds one for each flow, in the order of {@link Flow#of}
     * @param seed equal seeds give equal results
     * @return for each flow whether its bound is missed; where one is surely missed, others may not be decided
     */
    public static boolean[] missed(NodeModel node, List<ResponseBound> bounds, TestLength length, long seed) {
        BoundTest test = new BoundTest(node, bounds, length);
        ResponseSink[] sinks = new ResponseSink[test.flows.size()];
        Arrays.setAll(sinks, i -> test.counters.get(test.counterOfFlow[i]));
        NodeEngine engine = new NodeEngine(node, test.flows, sinks, false, seed, null);
        engine.run(Schedule.watched(test.flows, length), test::goesOn);
        return test.result();
    }

    private boolean goesOn() {
        batches++;
        counters.forEach(BoundCounter::closeBatch);
        if (batches < length.leastBatches()) {
            return true;
        }
        double clear = atFewBatches(length.clearErrors());
        double missed = atFewBatches(length.missedErrors());
        boolean doubtful = (long) batches * length.batchRequests() >= length.doubtRequests();
        boolean open = false;
        for (BoundCounter counter : counters) {
            double errors = counter.standardErrors();
            if (errors < -missed || (doubtful && errors < length.leastErrors())) {
                return false;
            }
            open |= errors < clear;
        }
        return open;
    }

    private double atFewBatches(double errors) {
        return errors * (1 + FEW_BATCHES / batches);
    }

    private boolean[] result() {
        boolean[] missed = new boolean[flows.size()];
        double limit = atFewBatches(length.missedErrors());
        boolean sure = counters.stream().anyMatch(counter -> counter.standardErrors() < -limit);
        for (int i = 0; i < missed.length; i++) {
            double errors = counters.get(counterOfFlow[i]).standardErrors();
            missed[i] = sure ? errors < -limit / 2 : errors < length.leastErrors();
        }
        return missed;
    }
}
