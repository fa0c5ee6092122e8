package dev.millrace.cli.plan;

import dev.millrace.crds.units.Durations;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Policy;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How to plan; what is not given comes from the PlacementPolicy named default. */
public final class SolverOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            completionCandidates = Algorithms.class,
            description = "One of ${COMPLETION-CANDIDATES} (default: the policy's, millrace).")
    private @Nullable String algorithm;

    @Option(
            names = "--goal",
            paramLabel = "GOAL",
            description = {
                "InOrder: an app is hosted if it and all before it fit together. MaxApps: as many apps as possible.",
                "(default: the policy's, InOrder)"
            })
    private @Nullable GoalName goal;

    @Option(
            names = "--time",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "Total wall time, confirmation included, such as 5s (default: the policy's solveTime, 5s).")
    private @Nullable Duration time;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all random choices (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "arrival",
            description =
                    "In which order the baselines take the apps: arrival or smallest (default: ${DEFAULT-VALUE}).")
    private OrderName order = OrderName.arrival;

    /** Goals as manifests name them. */
    enum GoalName {
        InOrder(Goal.IN_ORDER),
        MaxApps(Goal.MAX_APPS);

        private final Goal goal;

        GoalName(Goal goal) {
            this.goal = goal;
        }
    }

    /** Orders as the command line names them. */
    enum OrderName {
        arrival(SolveOptions.Order.ARRIVAL),
        smallest(SolveOptions.Order.SMALLEST);

        private final SolveOptions.Order order;

        OrderName(SolveOptions.Order order) {
            this.order = order;
        }
    }

    /** The algorithms there are, for help and completion. */
    static final class Algorithms extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Algorithms() {
            super(PlacementSolvers.names());
        }
    }

    /** Reads durations as manifests write them. */
    static final class DurationText implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration duration = Duration.ofNanos(Math.round(Durations.millis(text) * 1e6));
                if (duration.isPositive()) {
                    return duration;
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
            throw new TypeConversionException("'" + text + "' is not a positive duration");
        }
    }

    /**
     * The name of the algorithm to use.
     *
     * @throws ParameterException where there is none of that name
     */
    String algorithm(Policy policy) {
        String name = algorithm == null ? policy.algorithm() : algorithm;
        if (!PlacementSolvers.names().contains(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--algorithm: " + name + ": must be one of " + String.join(", ", PlacementSolvers.names()));
        }
        return name;
    }

    /** Total wall time from the start of the command. */
    Duration time(Policy policy) {
        return time == null ? policy.solveTime() : time;
    }

    /** Options for a solver that has {@code remaining} of the time left. */
    SolveOptions solve(Policy policy, Duration remaining) {
        return new SolveOptions(remaining, seed, goal == null ? policy.goal() : goal.goal, order.order);
    }
}
