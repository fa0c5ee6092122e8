package dev.millrace.placement.baseline;

import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Device by device in name order, the most apps of those left whose copies fit into its memory together: an exact 0/1
 * knapsack over copies, each worth the number of apps that would share it.
 */
public final class MemoryKnapsack implements PlacementSolver {
    public static final String NAME = "knapsack";

    @Override
    public Plan solve(ClusterSnapshot snapshot, SolveOptions options, SolveProgress progress) {
        BaselineRun run = new BaselineRun(snapshot);
        Set<Integer> left = new LinkedHashSet<>(run.order(options.order()));
        for (Site site : run.problem().sites()) {
            Map<String, List<Option>> byCopy = new LinkedHashMap<>();
            for (int app : left) {
                run.problem().options(app).stream()
                        .filter(option -> option.site().index() == site.index())
                        .findFirst()
                        .ifPresent(option -> byCopy.computeIfAbsent(option.copyId(), id -> new ArrayList<>())
                                .add(option));
            }
            for (List<Option> copy :
                    Knapsack.choose(List.copyOf(byCopy.values()), run.capacity(site) - run.used(site))) {
                for (Option option : copy) {
                    run.place(option);
                    left.remove(option.appIndex());
                }
            }
        }
        left.stream()
                .sorted(Comparator.naturalOrder())
                .forEach(app ->
                        run.refuse(BaselineRefusals.of(run, app, option -> BaselineRefusals.memory(run, option))));
        return run.plan(NAME);
    }
}
