package dev.millrace.placement.solver;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.Tenant;
import dev.millrace.placement.model.Slo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tenants a content could not take in. Each search keeps its own, so that what one of them skips does not depend on
 * how far another has come.
 */
final class TurnedAway {
    private static final int REMEMBERED = 100_000;

    private final Map<CellContent, List<Failure>> byContent = new HashMap<>();

    /**
     * A tenant that was turned away.
     *
     * @param increase load it would have added
     * @param neighbour whether somebody else's objective would have been missed
     */
    private record Failure(Tenant tenant, double increase, boolean neighbour) {
        /** Whether one that adds as much in every respect would fail too: the same neighbour, or with no looser bound itself. */
        boolean foretells(Tenant other, double otherIncrease) {
            return otherIncrease >= increase
                    && other.option().work() * other.share() >= tenant.option().work() * tenant.share()
                    && other.option().site().local() == tenant.option().site().local()
                    && (neighbour || noLooser(slo(other), slo(tenant)));
        }

        private static Slo slo(Tenant tenant) {
            return tenant.option().app().slo();
        }

        private static boolean noLooser(Slo a, Slo b) {
            return a.latencyMs() <= b.latencyMs()
                    && (a.objective() == b.objective()
                            || a.objective().probabilityOrHalf() > b.objective().probabilityOrHalf());
        }
    }

    /** Notes that a content turned out infeasible with one more tenant. */
    void add(CellContent content, Tenant tenant, double increase, boolean neighbour) {
        if (byContent.size() >= REMEMBERED) {
            byContent.clear();
        }
        byContent.computeIfAbsent(content, key -> new ArrayList<>()).add(new Failure(tenant, increase, neighbour));
    }

    /** Whether the content has turned anyone away. */
    boolean knows(CellContent content) {
        return byContent.containsKey(content);
    }

    /** Whether a tenant was turned away that would have been no harder to take in. Saves the verdict. */
    boolean surely(CellContent content, Tenant tenant) {
        for (Failure failure : byContent.getOrDefault(content, List.of())) {
            if (tenant.noEasierThan(failure.tenant())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a tenant of less load was turned away for a reason that would hold here. */
    boolean likely(CellContent content, Tenant tenant, double increase) {
        for (Failure failure : byContent.getOrDefault(content, List.of())) {
            if (failure.foretells(tenant, increase)) {
                return true;
            }
        }
        return false;
    }
}
