package dev.millrace.queueing.sensitivity;

import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explains predictions: what a mean is made of, by predicting the node without switch times and with free batches, and how
 * the 95th percentile moves when one stream sends a tenth more (forward difference).
 *
 * <p>Simulated figures use the same seed in all predictions, so that their differences are closer than the figures. Cost:
 * a prediction for each stream of the node, and up to four more.
 */
public final class Sensitivity {
    /** Growth of a rate. */
    private static final double FACTOR = 1.1;

    private static final double PERCENTILE = 0.95;

    private final ResponseTimePredictor predictor;
    private final Accuracy accuracy;

    /** Explains the predictions that a predictor makes at the given accuracy. */
    public Sensitivity(ResponseTimePredictor predictor, Accuracy accuracy) {
        this.predictor = predictor;
        this.accuracy = accuracy;
    }

    /** Explains every branch of a node, in the order of its streams and their branches; overloaded ones are left out. */
    public List<BranchSensitivity> of(NodeModel node) {
        NodePrediction base = predictor.predict(node, accuracy);
        List<Flow> flows = Flow.of(node);
        Map<String, NodePrediction> faster = new LinkedHashMap<>();
        NodePrediction unswitched =
                switches(flows) ? predictor.predict(Counterfactual.withoutSwitching(node), accuracy) : base;
        NodePrediction plain = batches(flows)
                ? predictor.predict(Counterfactual.withFreeBatches(Counterfactual.withoutSwitching(node)), accuracy)
                : unswitched;
        NodePrediction cores = preprocesses(flows) ? predictor.predict(Counterfactual.cpuOnly(node), accuracy) : null;
        List<BranchSensitivity> all = new ArrayList<>();
        for (Flow flow : flows) {
            BranchResponse branch = branch(base, flow);
            ResponseTime response = branch == null ? null : branch.response();
            if (branch == null || response == null) {
                continue;
            }
            MeanShares shares = shares(
                    flow,
                    response.meanMs(),
                    mean(branch(unswitched, flow), response.meanMs()),
                    mean(branch(plain, flow), response.meanMs()),
                    preprocessMs(flow, cores));
            List<RateEffect> effects = new ArrayList<>();
            double p95 = response.quantileMs(PERCENTILE);
            effects.add(effect(node, flow, flow.stream().id(), p95, faster));
            for (Flow other : flows) {
                String id = other.stream().id();
                boolean known =
                        effects.stream().anyMatch(effect -> effect.stream().equals(id));
                if (!known && meet(flow, other)) {
                    effects.add(effect(node, flow, id, p95, faster));
                }
            }
            all.add(new BranchSensitivity(branch, shares, effects));
        }
        return all;
    }

    private static @Nullable BranchResponse branch(NodePrediction prediction, Flow flow) {
        return prediction.branch(flow.stream().id(), flow.device().name());
    }

    private static double mean(@Nullable BranchResponse branch, double otherwise) {
        ResponseTime response = branch == null ? null : branch.response();
        return response == null ? otherwise : response.meanMs();
    }

    private static boolean switches(List<Flow> flows) {
        return flows.stream().anyMatch(flow -> flow.copy().switchMs() > 0);
    }

    private static boolean batches(List<Flow> flows) {
        return flows.stream().anyMatch(flow -> flow.copy().effectiveMaxBatch() > 1);
    }

    private static boolean preprocesses(List<Flow> flows) {
        return flows.stream().anyMatch(flow -> flow.stream().preprocessMs() > 0);
    }

    private static MeanShares shares(
            Flow flow, double meanMs, double unswitchedMs, double plainMs, double preprocessMs) {
        double networkMs = flow.stream().networkMs();
        double serviceMs = flow.copy().service().at(1).meanMs();
        // Differences of simulated figures may be a little negative where the truth is nothing.
        double switchingMs = Math.clamp(meanMs - unswitchedMs, 0, meanMs);
        double batchingMs = Math.clamp(unswitchedMs - plainMs, 0, meanMs);
        double rest = meanMs - networkMs - serviceMs - switchingMs - batchingMs;
        double onCpuMs = Math.clamp(preprocessMs, 0, Math.max(0, rest));
        return new MeanShares(Math.max(0, rest - onCpuMs), switchingMs, batchingMs, serviceMs, onCpuMs, networkMs);
    }

    private static double preprocessMs(Flow flow, @Nullable NodePrediction cores) {
        if (cores == null || flow.stream().preprocessMs() == 0) {
            return 0;
        }
        BranchResponse visit =
                cores.branch(flow.stream().id() + "@" + flow.device().name(), Counterfactual.cores());
        return mean(visit, flow.stream().preprocessMs());
    }

    /** Whether both use a station in common. */
    private static boolean meet(Flow flow, Flow other) {
        boolean sameDevice = flow.device().name().equals(other.device().name());
        return sameDevice || (usesCpu(flow) && usesCpu(other));
    }

    private static boolean usesCpu(Flow flow) {
        return flow.onCpu() || flow.stream().preprocessMs() > 0;
    }

    private RateEffect effect(
            NodeModel node, Flow flow, String stream, double p95, Map<String, NodePrediction> faster) {
        NodePrediction changed = faster.computeIfAbsent(
                stream, id -> predictor.predict(Counterfactual.faster(node, id, FACTOR), accuracy));
        BranchResponse branch = branch(changed, flow);
        ResponseTime response = branch == null ? null : branch.response();
        return new RateEffect(stream, response == null ? null : response.quantileMs(PERCENTILE) - p95);
    }
}
