package dev.millrace.placement.cell;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.ResponseTimePredictor;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.NodePrediction;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.simulation.BoundTest;
import dev.millrace.queueing.simulation.ResponseBound;
import dev.millrace.queueing.simulation.TestLength;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds the objectives that the content of a cell misses: by the fast predictor where it is exact, else by a test run. */
final class Screening implements Screen {
    private static final long TEST_SEED = 411;

    private final ResponseTimePredictor predictor;
    private final TestLength length;
    private final double margin;

    Screening(ResponseTimePredictor predictor, Policy policy, long mostRequests) {
        this.length = TestLength.screening(mostRequests);
        this.predictor = predictor;
        this.margin = 1 - policy.safetyMargin();
    }

    @Override
    public List<Violation> missed(CellContent content, Configuration configuration) {
        NodeModel model = CellModel.of(content, configuration);
        return exact(content, configuration) ? predicted(content, model) : tested(content, model);
    }

    /** Whether the fast predictor has exact answers at less than the cost of a test. */
    private static boolean exact(CellContent content, Configuration configuration) {
        return configuration.sets().stream().allMatch(Optional::isEmpty)
                && content.tenants().stream()
                        .allMatch(tenant -> tenant.option().site().spec().deviceClass() == DeviceClass.EDGE_TPU
                                && configuration
                                                .disciplines()
                                                .get(tenant.option().site().local())
                                        == Discipline.FCFS
                                && tenant.option().app().preprocessMs() == 0
                                && tenant.option().app().arrivals().kind() == ArrivalProcess.Kind.POISSON);
    }

    private List<Violation> predicted(CellContent content, NodeModel model) {
        NodePrediction prediction = predictor.predict(model, Accuracy.FAST);
        List<Violation> violations = new ArrayList<>();
        Set<AlikeResponse> known = new HashSet<>();
        for (int i : byBound(content)) {
            Tenant tenant = content.tenants().get(i);
            // The tightest bound comes first: where it holds, or has been missed, it decides for all that respond
            // alike.
            if (known.add(AlikeResponse.of(tenant))) {
                // One stream a tenant with one branch each: the prediction's branches are in the order of the tenants.
                ResponseTime response = prediction.branches().get(i).response();
                Slo slo = tenant.option().app().slo();
                if (response == null || !slo.objective().within(response, slo.latencyMs() * margin)) {
                    violations.add(missed(tenant, i));
                }
            }
        }
        return violations;
    }

    private List<Violation> tested(CellContent content, NodeModel model) {
        List<ResponseBound> bounds = content.tenants().stream()
                .map(tenant -> tenant.option().app().slo())
                .map(slo -> slo.objective().bound(slo.latencyMs() * margin))
                .toList();
        boolean[] missed = BoundTest.missed(model, bounds, length, TEST_SEED);
        return IntStream.range(0, missed.length)
                .filter(i -> missed[i])
                .mapToObj(i -> missed(content.tenants().get(i), i))
                .toList();
    }

    private static Violation missed(Tenant tenant, int index) {
        return new Violation(RefusalReason.SLOViolated, tenant.option().site().local(), index, Double.NaN);
    }

    private static List<Integer> byBound(CellContent content) {
        return IntStream.range(0, content.tenants().size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> content.tenants().get(i).option().app().slo().latencyMs()))
                .toList();
    }

    /** Poisson tenants of one copy have one distribution of response times. */
    private record AlikeResponse(int local, String copyId, Objective objective, double networkMs) {
        static AlikeResponse of(Tenant tenant) {
            App app = tenant.option().app();
            return new AlikeResponse(
                    tenant.option().site().local(),
                    tenant.option().copyId(),
                    app.slo().objective(),
                    app.networkMs());
        }
    }
}
