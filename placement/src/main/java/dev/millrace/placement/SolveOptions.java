package dev.millrace.placement;

import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Lever;
import java.time.Duration;
import java.util.Set;

/**
 * How one plan is to be computed.
 *
 * @param time total wall time, confirmation included
 * @param seed of all random choices
 * @param goal overrides the policy's
 * @param order in which the baselines consider the apps; {@code millrace} follows its goal
 * @param without levers that {@code millrace} leaves out; the baselines have none of them
 */
public record SolveOptions(Duration time, long seed, Goal goal, Order order, Set<Lever> without) {

    /** Order of the apps within one priority. */
    public enum Order {
        /** By creation, then name. */
        ARRIVAL,
        /** Smallest demand on its best device first. */
        SMALLEST
    }

    public SolveOptions {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("time: " + time + ": must be positive");
        }
        without = Set.copyOf(without);
    }

    /** With all levers. */
    public SolveOptions(Duration time, long seed, Goal goal, Order order) {
        this(time, seed, goal, order, Set.of());
    }
}
