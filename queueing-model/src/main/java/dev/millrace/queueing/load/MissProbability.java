package dev.millrace.queueing.load;

import dev.millrace.queueing.model.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * Probability that a request finds its copy not resident on an EdgeTPU that serves in order of arrival.
 *
 * <p>A request hits when, looking back from its arrival, one of its own copy comes before any that evicts the copy. For
 * Poisson flows that is p_k / (p_k + f_k), f_k the rate of requests that evict k; otherwise, with independent flows, the
 * integral of P(no evicting request within x) over the distribution of the time x since the copy's last request.
 */
final class MissProbability {
    private static final int STEPS = 1000;
    private static final double TAIL = 1e-7;

    private final List<CopyTraffic> traffic;

    MissProbability(List<CopyTraffic> traffic) {
        this.traffic = traffic;
    }

    /** Probability of a miss for the requests of a flow of {@code own}. */
    double of(Flow flow, CopyTraffic own) {
        double evictingRate = 0;
        boolean poisson = own.isPoisson();
        for (CopyTraffic other : traffic) {
            if (other != own && evicts(other, own)) {
                evictingRate += other.ratePerMs();
                poisson &= other.isPoisson();
            }
        }
        if (evictingRate == 0) {
            return 0;
        }
        if (poisson) {
            return evictingRate / (evictingRate + own.ratePerMs());
        }
        List<Flow> evicting = new ArrayList<>();
        for (CopyTraffic other : traffic) {
            if (other != own && evicts(other, own)) {
                evicting.addAll(other.flows());
            }
        }
        List<FlowGaps> same = own.flows().stream()
                .filter(other -> other != flow)
                .map(FlowGaps::of)
                .toList();
        return lookBack(
                FlowGaps.of(flow), same, evicting.stream().map(FlowGaps::of).toList());
    }

    private static double lookBack(FlowGaps own, List<FlowGaps> same, List<FlowGaps> evicting) {
        double horizon = own.meanMs();
        if (own.isPeriodic() && same.isEmpty()) {
            // Nothing of its own came within a period: only the whole of it counts.
            double kept = 1;
            for (FlowGaps other : evicting) {
                kept *= other.equilibriumSurvival(horizon);
            }
            return 1 - kept;
        }
        while (!own.isPeriodic() && own.survival(horizon) > TAIL) {
            horizon *= 1.5;
        }
        double hit = 0;
        double aloneBefore = 1;
        double keptBefore = 1;
        for (int i = 1; i <= STEPS; i++) {
            double x = horizon * i / STEPS;
            boolean last = i == STEPS;
            double alone = own.isPeriodic() ? 1 : own.survival(x);
            for (FlowGaps other : same) {
                alone *= other.equilibriumSurvival(x);
            }
            double kept = 1;
            for (FlowGaps other : evicting) {
                kept *= other.equilibriumSurvival(x);
            }
            hit += (aloneBefore - alone) * (keptBefore + kept) / 2;
            aloneBefore = alone;
            keptBefore = kept;
            if (last && own.isPeriodic()) {
                // The own previous request came exactly one period ago.
                hit += alone * kept;
            }
        }
        return Math.clamp(1 - hit, 0, 1);
    }

    /** Whether loading {@code loaded} evicts {@code resident}: unless both are of one named set. */
    private static boolean evicts(CopyTraffic loaded, CopyTraffic resident) {
        String set = resident.copy().coResidentSet();
        return set == null || !set.equals(loaded.copy().coResidentSet());
    }
}
