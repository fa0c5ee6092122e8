package dev.millrace.placement;

import dev.millrace.placement.baseline.Ibis;
import dev.millrace.placement.baseline.MemoryFit;
import dev.millrace.placement.baseline.MemoryKnapsack;
import dev.millrace.placement.solver.MillraceSolver;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.ResponseTimePredictor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The placement algorithms by name. */
public final class PlacementSolvers {
    private static final Map<String, Function<ResponseTimePredictor, PlacementSolver>> BY_NAME = new TreeMap<>();

    static {
        BY_NAME.put(
                MillraceSolver.NAME,
                predictor -> new MillraceSolver(predictor, new OptaPlannerSearch(), Long.MAX_VALUE));
        for (MemoryFit.Preference preference : MemoryFit.Preference.values()) {
            BY_NAME.put(preference.algorithm(), predictor -> new MemoryFit(preference));
        }
        BY_NAME.put(MemoryKnapsack.NAME, predictor -> new MemoryKnapsack());
        BY_NAME.put("ibis-bfs", predictor -> new Ibis(true));
        BY_NAME.put("ibis-dfs", predictor -> new Ibis(false));
    }

    private PlacementSolvers() {}

    /**
     * The solver of that name.
     *
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    public static PlacementSolver named(String algorithm) {
        return named(algorithm, new QueueingPredictor());
    }

    /**
     * The solver of that name, asking {@code predictor} where it predicts: one that remembers its answers serves the caller
     * too, who wants the figures of the finished plan.
     *
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    public static PlacementSolver named(String algorithm, ResponseTimePredictor predictor) {
        Function<ResponseTimePredictor, PlacementSolver> solver = BY_NAME.get(algorithm);
        if (solver == null) {
            throw new IllegalArgumentException(
                    "algorithm: " + algorithm + ": must be one of " + String.join(", ", names()));
        }
        return solver.apply(predictor);
    }

    /** All names, sorted. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }
}
