package dev.millrace.placement.baseline;

import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.Candidate;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.DeviceClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The greedy algorithms of Liang et al., "Ibis" (ACM TAAS 18(1), 2023), apps one by one. A device is feasible if at most
 * 0.8 of its memory is used, its utilisation is at most 0.8, every tenant has fewer than 0.8 requests under way (rate x mean response end to end), and
 * every tenant's mean response stays below its SLO, percentile SLOs included. Of each device class one device is chosen,
 * then the class whose device's utilisation grows less. CPU devices are never used.
 */
public final class Ibis implements PlacementSolver {
    private static final double LIMIT = 0.8;

    private final boolean breadthFirst;

    /** Breadth first spreads over idle devices, depth first fills devices in name order. */
    public Ibis(boolean breadthFirst) {
        this.breadthFirst = breadthFirst;
    }

    @Override
    public Plan solve(ClusterSnapshot snapshot, SolveOptions options, SolveProgress progress) {
        BaselineRun run = new BaselineRun(snapshot);
        for (int app : run.order(options.order())) {
            Optional<Option> chosen = Stream.of(DeviceClass.GPU, DeviceClass.EDGE_TPU)
                    .flatMap(deviceClass -> choose(run, app, deviceClass).stream())
                    .min(Comparator.comparingDouble(option -> growth(run, option)));
            chosen.ifPresentOrElse(
                    run::place, () -> run.refuse(BaselineRefusals.of(run, app, option -> obstacle(option))));
        }
        return run.plan(breadthFirst ? "ibis-bfs" : "ibis-dfs");
    }

    private Optional<Option> choose(BaselineRun run, int app, DeviceClass deviceClass) {
        Comparator<Option> sameModel = Comparator.comparing(option -> !run.holds(option));
        Comparator<Option> byName =
                Comparator.comparingInt(option -> option.site().index());
        Comparator<Option> preference = breadthFirst
                ? sameModel
                        .thenComparing(option -> !run.placedOn(option.site()).isEmpty())
                        .thenComparingDouble(option -> now(run, option.site()).utilization())
                        .thenComparing(byName)
                : sameModel.thenComparing(byName);
        return run.problem().options(app).stream()
                .filter(option -> option.site().spec().deviceClass() == deviceClass)
                .sorted(preference)
                .filter(option -> feasible(run, option))
                .findFirst();
    }

    private static boolean feasible(BaselineRun run, Option option) {
        Site site = option.site();
        if (run.used(site) + run.needed(option) > LIMIT * run.capacity(site)) {
            return false;
        }
        List<Option> tenants = with(run, option);
        IbisFormulas device = new IbisFormulas(site.spec().deviceClass(), tenants);
        return device.utilization() <= LIMIT
                && tenants.stream().allMatch(tenant -> {
                    double inSystem = tenant.app().arrivals().ratePerMs() * device.responseMs(tenant);
                    return inSystem < LIMIT
                            && device.responseMs(tenant) < tenant.app().slo().latencyMs();
                });
    }

    private static double growth(BaselineRun run, Option option) {
        return new IbisFormulas(option.site().spec().deviceClass(), with(run, option)).utilization()
                - now(run, option.site()).utilization();
    }

    private static IbisFormulas now(BaselineRun run, Site site) {
        return new IbisFormulas(site.spec().deviceClass(), run.placedOn(site));
    }

    private static List<Option> with(BaselineRun run, Option option) {
        List<Option> tenants = new ArrayList<>(run.placedOn(option.site()));
        tenants.add(option);
        return tenants;
    }

    private static Candidate obstacle(Option option) {
        String message = "the algorithm's limit on memory (0.8), utilisation (0.8), requests in the system (0.8)"
                + " or mean response is broken.";
        return new Candidate(
                option.site().ref(),
                option.variant().name(),
                RefusalReason.AlgorithmLimit,
                message,
                null,
                Double.NaN,
                Double.NaN);
    }
}
