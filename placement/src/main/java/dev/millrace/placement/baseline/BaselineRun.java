package dev.millrace.placement.baseline;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.DeviceClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plan of a baseline in the making: apps are only ever added, whole, to one device. What runs now does not count.
 */
final class BaselineRun {
    private final Problem problem;
    private final List<List<Option>> placed = new ArrayList<>();
    private final List<Set<String>> copies = new ArrayList<>();
    private final long[] poolUsed;
    private final List<Refusal> refusals = new ArrayList<>();

    BaselineRun(ClusterSnapshot snapshot) {
        this.problem = new Problem(snapshot);
        this.poolUsed = new long[problem.pools()];
        problem.sites().forEach(site -> {
            placed.add(new ArrayList<>());
            copies.add(new HashSet<>());
        });
    }

    Problem problem() {
        return problem;
    }

    /** Positions of the apps in the order asked for: priority, then arrival or demand. */
    List<Integer> order(SolveOptions.Order order) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < problem.apps().size(); i++) {
            indices.add(i);
        }
        Comparator<Integer> byArrival = Comparator.comparing(problem.apps()::get, App.ARRIVAL_ORDER);
        if (order == SolveOptions.Order.SMALLEST) {
            indices.sort(Comparator.comparingInt(
                            (Integer i) -> -problem.apps().get(i).priority())
                    .thenComparingDouble(problem::demand)
                    .thenComparing(byArrival));
        } else {
            indices.sort(byArrival);
        }
        return indices;
    }

    List<Option> placedOn(Site site) {
        return placed.get(site.index());
    }

    boolean holds(Option option) {
        return copies.get(option.site().index()).contains(option.copyId());
    }

    /** Memory that hosting the app would take in addition: none where the copy is loaded. */
    long needed(Option option) {
        return holds(option) ? 0 : option.profile().memoryBytes();
    }

    long used(Site site) {
        return poolUsed[site.pool()];
    }

    long capacity(Site site) {
        return problem.poolBytes(site.pool());
    }

    boolean fitsMemory(Option option) {
        return used(option.site()) + needed(option) <= capacity(option.site());
    }

    void place(Option option) {
        poolUsed[option.site().pool()] += needed(option);
        copies.get(option.site().index()).add(option.copyId());
        placed.get(option.site().index()).add(option);
    }

    void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    Plan plan(String algorithm) {
        List<Assignment> assignments = new ArrayList<>();
        for (Site site : problem.sites()) {
            String set = coResident(site) ? "all" : null;
            for (Option option : placedOn(site)) {
                assignments.add(new Assignment(
                        option.app().ref(), site.ref(), option.variant().name(), 1.0, 1, set));
            }
        }
        assignments.sort(Comparator.comparing(Assignment::app));
        refusals.sort(Comparator.comparing(Refusal::app));
        return new Plan(algorithm, assignments, Map.of(), refusals);
    }

    /** The baselines know no sets; they are granted one where everything on an EdgeTPU fits on chip together. */
    private boolean coResident(Site site) {
        Map<String, Long> onChip = new LinkedHashMap<>();
        placedOn(site)
                .forEach(option -> onChip.put(option.copyId(), option.profile().onChipBytes()));
        long total = onChip.values().stream().mapToLong(Long::longValue).sum();
        return site.spec().deviceClass() == DeviceClass.EDGE_TPU
                && onChip.size() > 1
                && total <= site.spec().onChipBytes();
    }
}
