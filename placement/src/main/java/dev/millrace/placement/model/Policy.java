package dev.millrace.placement.model;

import java.time.Duration;
import java.util.List;

/**
 * How to plan.
 *
 * @param maxUtilization no station is planned beyond this load, in (0, 1]
 * @param solveTime wall-clock budget of one full plan
 * @param moveCost what moving a running app costs, in apps hosted
 * @param safetyMargin relative margin on every objective: 0.05 plans for 95 % of each bound
 * @param quotas at most one a namespace
 */
public record Policy(
        String algorithm,
        Goal goal,
        double maxUtilization,
        Duration solveTime,
        double moveCost,
        double safetyMargin,
        Weights weights,
        List<Quota> quotas) {

    /** Relative weights of the secondary objectives, which count after the number of apps hosted. */
    public record Weights(double headroom, double energy, double price) {
        public Weights {
            Require.notNegative("headroom", headroom);
            Require.notNegative("energy", energy);
            Require.notNegative("price", price);
        }
    }

    /**
     * Bounds what one namespace may take.
     *
     * @param deviceShare largest fraction of the load that all healthy devices together may carry
     * @param maxPriority an app that asks for more is planned at this priority
     */
    public record Quota(String namespace, double deviceShare, int maxPriority) {
        public Quota {
            Require.text("namespace", namespace);
            Require.fraction("deviceShare", deviceShare);
        }
    }

    public Policy {
        Require.text("algorithm", algorithm);
        Require.positive("maxUtilization", maxUtilization);
        Require.fraction("maxUtilization", maxUtilization);
        Require.that(solveTime.isPositive(), "solveTime", solveTime, "must be positive");
        Require.notNegative("moveCost", moveCost);
        Require.that(safetyMargin >= 0 && safetyMargin < 1, "safetyMargin", safetyMargin, "must lie in [0, 1)");
        quotas = List.copyOf(quotas);
        long namespaces = quotas.stream().map(Quota::namespace).distinct().count();
        Require.that(namespaces == quotas.size(), "quotas", quotas, "namespaces must be unique");
    }

    /** The policy that holds where none is declared. */
    public static Policy defaults() {
        return new Policy(
                "millrace",
                Goal.IN_ORDER,
                0.9,
                Duration.ofSeconds(5),
                0.05,
                0.0,
                new Weights(1.0, 0.0, 0.0),
                List.of());
    }
}
