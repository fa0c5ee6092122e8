package dev.millrace.placement;

import dev.millrace.placement.model.Goal;
import java.time.Duration;

/**
 * How one plan is to be computed.
 *
 * @param time total wall time, confirmation included
 * @param seed of all random choices
 * @param goal overrides the policy's
 * @param order in which the baselines consider the apps; {@code millrace} follows its goal
 */
public record SolveOptions(Duration time, long seed, Goal goal, Order order) {

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
    }
}
