package dev.millrace.placement;

import dev.millrace.placement.baseline.Ibis;
import dev.millrace.placement.baseline.MemoryFit;
import dev.millrace.placement.baseline.MemoryKnapsack;
import dev.millrace.placement.solver.MillraceSolver;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.queueing.QueueingPredictor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The placement algorithms by name. */
public final class PlacementSolvers {
    private static final Map<String, Supplier<PlacementSolver>> BY_NAME = new TreeMap<>();

    static {
        BY_NAME.put(
                MillraceSolver.NAME,
                () -> new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), Long.MAX_VALUE));
        for (MemoryFit.Preference preference : MemoryFit.Preference.values()) {
            BY_NAME.put(preference.algorithm(), () -> new MemoryFit(preference));
        }
        BY_NAME.put(MemoryKnapsack.NAME, MemoryKnapsack::new);
        BY_NAME.put("ibis-bfs", () -> new Ibis(true));
        BY_NAME.put("ibis-dfs", () -> new Ibis(false));
    }

    private PlacementSolvers() {}

    /**
     * The solver of that name.
     *
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    public static PlacementSolver named(String algorithm) {
        Supplier<PlacementSolver> solver = BY_NAME.get(algorithm);
        if (solver == null) {
            throw new IllegalArgumentException(
                    "algorithm: " + algorithm + ": must be one of " + String.join(", ", names()));
        }
        return solver.get();
    }

    /** All names, sorted. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }
}
