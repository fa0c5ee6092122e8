package dev.millrace.placement.solver;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.Tenant;
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

    private final Map<CellContent, List<Tenant>> byContent = new HashMap<>();

    /** Notes that a content turned out infeasible with one more tenant. */
    void add(CellContent content, Tenant tenant) {
        if (byContent.size() >= REMEMBERED) {
            byContent.clear();
        }
        byContent.computeIfAbsent(content, key -> new ArrayList<>()).add(tenant);
    }

    /** Whether a tenant was turned away that would have been no harder to take in. Saves the verdict. */
    boolean surely(CellContent content, Tenant tenant) {
        List<Tenant> before = byContent.get(content);
        return before != null && before.stream().anyMatch(tenant::noEasierThan);
    }
}
