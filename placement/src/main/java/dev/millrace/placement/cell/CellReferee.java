package dev.millrace.placement.cell;

import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Slo;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.simulation.BoundTest;
import dev.millrace.queueing.simulation.ResponseBound;
import dev.millrace.queueing.simulation.TestLength;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The last word on the content of a cell. Where exact methods hold, the accurate predictor decides; elsewhere the cell is
 * simulated until each objective is three standard errors clear of its bound, with another seed than that of the screening,
 * so that a content which was picked for its luck there is not confirmed by the same luck. Judgements are remembered.
 * Thread-safe.
 */
public final class CellReferee {
    private static final long SEED = 977;
    private static final double ROUNDING = 1e-6;

    private final ResponseTimePredictor predictor;
    private final TestLength length;
    private final double margin;
    private final double limit;
    private final Map<Served, Set<Integer>> judgements = new ConcurrentHashMap<>();

    /** A content and the way it is served. */
    private record Served(CellContent content, Configuration configuration) {}

    /**
     * A referee.
     *
     * @param mostRequests of one simulation; a bound that is not clear by then counts as missed
     */
    public CellReferee(ResponseTimePredictor predictor, Policy policy, long mostRequests) {
        this.predictor = predictor;
        this.length = TestLength.confirmation(mostRequests);
        this.margin = 1 - policy.safetyMargin();
        this.limit = policy.maxUtilization() + ROUNDING;
    }

    /** Judges a content unless it is known or there is no time. */
    public void judge(CellContent content, Configuration configuration, BooleanSupplier outOfTime) {
        Served served = new Served(content, configuration);
        if (!judgements.containsKey(served) && !outOfTime.getAsBoolean()) {
            judgements.put(served, missed(content, configuration));
        }
    }

    /** Positions in the cell of the devices that miss an objective or the limit on load; empty if not judged. */
    public Optional<Set<Integer>> judgement(CellContent content, Configuration configuration) {
        return Optional.ofNullable(judgements.get(new Served(content, configuration)));
    }

    private Set<Integer> missed(CellContent content, Configuration configuration) {
        NodeModel model = CellModel.of(content, configuration);
        Set<Integer> missed = overloaded(content, model);
        if (!missed.isEmpty() || content.tenants().isEmpty()) {
            return missed;
        }
        return exact(model).map(prediction -> predicted(content, prediction)).orElseGet(() -> tested(content, model));
    }

    private Set<Integer> overloaded(CellContent content, NodeModel model) {
        StationLoads loads = new StationLoads(model);
        Set<Integer> overloaded = new TreeSet<>();
        for (Site site : content.cell().sites()) {
            if (loads.of(model.device(CellModel.name(site.local()))) > limit) {
                overloaded.add(site.local());
            }
        }
        return overloaded;
    }

    private Optional<NodePrediction> exact(NodeModel model) {
        if (model.devices().stream().anyMatch(CellReferee::hasNoFormula)
                || isSimulated(predictor.predict(model, Accuracy.FAST))) {
            return Optional.empty();
        }
        return Optional.of(predictor.predict(model, Accuracy.ACCURATE)).filter(prediction -> !isSimulated(prediction));
    }

    /** Where the predictor could only simulate, it is not asked. */
    private static boolean hasNoFormula(Device device) {
        boolean several = device.copies().size() > 1;
        return several && (device.deviceClass() == DeviceClass.GPU || device.discipline() == Discipline.SWAP_AWARE);
    }

    private static boolean isSimulated(NodePrediction prediction) {
        return prediction.branches().stream().anyMatch(BranchResponse::simulated);
    }

    private Set<Integer> predicted(CellContent content, NodePrediction prediction) {
        Set<Integer> missed = new TreeSet<>();
        for (int i = 0; i < content.tenants().size(); i++) {
            Tenant tenant = content.tenants().get(i);
            ResponseTime response = prediction.branches().get(i).response();
            Slo slo = tenant.option().app().slo();
            if (response == null || !slo.objective().within(response, slo.latencyMs() * margin)) {
                missed.add(tenant.option().site().local());
            }
        }
        return missed;
    }

    private Set<Integer> tested(CellContent content, NodeModel model) {
        List<ResponseBound> bounds = content.tenants().stream()
                .map(tenant -> tenant.option().app().slo())
                .map(slo -> slo.objective().bound(slo.latencyMs() * margin))
                .toList();
        boolean[] failed = BoundTest.missed(model, bounds, length, SEED);
        Set<Integer> missed = new TreeSet<>();
        for (int i = 0; i < failed.length; i++) {
            if (failed[i]) {
                missed.add(content.tenants().get(i).option().site().local());
            }
        }
        return missed;
    }
}
