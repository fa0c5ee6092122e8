package dev.millrace.placement.solver;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Lever;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.DeviceClass;
import java.util.List;
import java.util.Set;

/** A snapshot as a planner sees it that lacks some levers; the others are left out where the planner would use them. */
final class Handicap {
    private final Set<Lever> without;

    private Handicap(Set<Lever> without) {
        this.without = without;
    }

    static ClusterSnapshot of(ClusterSnapshot snapshot, Set<Lever> without) {
        if (without.isEmpty()) {
            return snapshot;
        }
        Handicap handicap = new Handicap(without);
        return snapshot.withApps(snapshot.apps().stream().map(handicap::of).toList());
    }

    private App of(App app) {
        App seen = app.withVariants(variants(app.variants()));
        if (without.contains(Lever.REPLICAS)) {
            seen = seen.withMaxReplicas(seen.minReplicas());
        }
        if (without.contains(Lever.PERIODIC_ARRIVALS) && app.arrivals().kind() == ArrivalProcess.Kind.PERIODIC) {
            seen = seen.withArrivals(ArrivalProcess.poisson(app.arrivals().ratePerSecond()));
        }
        return seen;
    }

    private List<Variant> variants(List<Variant> variants) {
        return variants.stream()
                .filter(variant -> variant.deviceClass() != DeviceClass.CPU || !without.contains(Lever.CPU_DEVICES))
                .limit(without.contains(Lever.VARIANTS) ? 1 : Long.MAX_VALUE)
                .toList();
    }
}
