package dev.millrace.placement;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The placement algorithms by name. */
public final class PlacementSolvers {
    private static final Map<String, Supplier<PlacementSolver>> BY_NAME = new TreeMap<>();

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
