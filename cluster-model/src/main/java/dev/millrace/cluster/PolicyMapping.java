package dev.millrace.cluster;

import static java.util.Objects.requireNonNullElse;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.PlacementPolicySpec;
import dev.millrace.crds.v1alpha1.Quota;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Policy.Weights;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PlacementPolicy to the planner's policy; what is absent takes the planner's default. */
final class PolicyMapping {
    private PolicyMapping() {}

    static Policy policy(PlacementPolicySpec spec) {
        Policy defaults = Policy.defaults();
        return new Policy(
                requireNonNullElse(spec.algorithm(), defaults.algorithm()),
                spec.goal() == null ? defaults.goal() : goal(spec.goal()),
                requireNonNullElse(spec.maxUtilization(), defaults.maxUtilization()),
                spec.solveTime() == null
                        ? defaults.solveTime()
                        : Duration.ofNanos(Math.round(Durations.millis(spec.solveTime()) * 1e6)),
                requireNonNullElse(spec.moveCost(), defaults.moveCost()),
                requireNonNullElse(spec.safetyMargin(), defaults.safetyMargin()),
                weights(spec.weights(), defaults.weights()),
                quotas(spec.quotas()));
    }

    private static Goal goal(dev.millrace.crds.v1alpha1.Goal goal) {
        return switch (goal) {
            case IN_ORDER -> Goal.IN_ORDER;
            case MAX_APPS -> Goal.MAX_APPS;
        };
    }

    private static Weights weights(dev.millrace.crds.v1alpha1.@Nullable Weights weights, Weights defaults) {
        if (weights == null) {
            return defaults;
        }
        return new Weights(
                requireNonNullElse(weights.headroom(), defaults.headroom()),
                requireNonNullElse(weights.energy(), defaults.energy()),
                requireNonNullElse(weights.price(), defaults.price()));
    }

    private static List<Policy.Quota> quotas(@Nullable List<Quota> quotas) {
        return requireNonNullElse(quotas, List.<Quota>of()).stream()
                .map(quota -> new Policy.Quota(
                        quota.namespace(),
                        requireNonNullElse(quota.deviceShare(), 1.0),
                        requireNonNullElse(quota.maxPriority(), 0)))
                .toList();
    }
}
