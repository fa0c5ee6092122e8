package dev.millrace.placement.baseline;

import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.problem.Option;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Packs by memory alone, app by app: a device that already holds the copy first, else the preferred one of those with
 * room. Ties go by device name.
 */
public final class MemoryFit implements PlacementSolver {
    private final Preference preference;

    /** Which of the devices with room is taken. */
    public enum Preference {
        /** The first by name. */
        FIRST("memory-first-fit"),
        /** The one with least memory left after placement. */
        BEST("memory-best-fit"),
        /** The one with most memory left after placement. */
        WORST("memory-worst-fit"),
        /** The one with the least share of its memory allocated, as the Kubernetes scheduler does by default. */
        SPREAD("spread");

        private final String algorithm;

        Preference(String algorithm) {
            this.algorithm = algorithm;
        }

        /** The name by which users ask for it. */
        public String algorithm() {
            return algorithm;
        }
    }

    public MemoryFit(Preference preference) {
        this.preference = preference;
    }

    @Override
    public Plan solve(ClusterSnapshot snapshot, SolveOptions options, SolveProgress progress) {
        BaselineRun run = new BaselineRun(snapshot);
        for (int app : run.order(options.order())) {
            List<Option> fitting =
                    run.problem().options(app).stream().filter(run::fitsMemory).toList();
            Optional<Option> chosen = fitting.stream()
                    .min(Comparator.comparing((Option option) -> !run.holds(option))
                            .thenComparingDouble(option -> rank(run, option)));
            chosen.ifPresentOrElse(
                    run::place,
                    () -> run.refuse(BaselineRefusals.of(run, app, option -> BaselineRefusals.memory(run, option))));
        }
        return run.plan(preference.algorithm());
    }

    private double rank(BaselineRun run, Option option) {
        long left = run.capacity(option.site()) - run.used(option.site()) - run.needed(option);
        return switch (preference) {
            case FIRST -> option.site().index();
            case BEST -> left;
            case WORST -> -left;
            case SPREAD -> (double) run.used(option.site()) / run.capacity(option.site());
        };
    }
}
