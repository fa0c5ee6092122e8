package dev.millrace.placement.solver;

import dev.millrace.placement.problem.Hosting;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One slice of searching on all cores. Each searches the whole plan with another seed, and the best of what they find is
 * taken; of a large cluster each searches some of the parts, and what each finds is put together.
 */
final class SliceSearch {
    private static final long LEAST_PATIENCE = 150;
    private static final long PATIENCE_PER_APP = 15;

    private final LocalSearch search;
    private final Merit merit;
    private final List<Integer> active;
    private final int workers;

    /**
     * @param active apps that may be placed, moved and dropped
     * @param workers searches that may run at a time
     */
    SliceSearch(LocalSearch search, Merit merit, List<Integer> active, int workers) {
        this.search = search;
        this.merit = merit;
        this.active = List.copyOf(active);
        this.workers = workers;
    }

    /** What one search found. */
    private record Found(PlanState plan, long steps) {}

    /**
     * Improves the plan in place; it never gets worse.
     *
     * @param kick whether each search starts from what chance has changed in several places
     * @return most steps of one search
     */
    long improve(PlanState plan, Deadline end, long maxSteps, long seed, boolean kick) {
        return Territory.divides(plan.problem())
                ? improveParts(plan, end, maxSteps, seed, kick)
                : improveWhole(plan, end, maxSteps, seed, kick);
    }

    private long improveWhole(PlanState plan, Deadline end, long maxSteps, long seed, boolean kick) {
        List<Found> found = IntStream.range(0, workers)
                .parallel()
                .mapToObj(worker -> search(plan.copy(), scope(active, end, maxSteps, seed + worker), kick))
                .toList();
        PlanState best = plan;
        for (Found one : found) {
            if (merit.compare(one.plan(), best) > 0) {
                best = one.plan();
            }
        }
        plan.restore(best.hostings());
        plan.commit();
        return mostSteps(found);
    }

    private long improveParts(PlanState plan, Deadline end, long maxSteps, long seed, boolean kick) {
        List<Territory> parts = Territory.divide(plan, active, new Random(seed));
        long nanosEach = end.leftNanos() * workers / parts.size();
        List<Found> found = IntStream.range(0, parts.size())
                .parallel()
                .mapToObj(i -> {
                    PlanState before = parts.get(i).of(plan);
                    Deadline deadline = Deadline.in(Duration.ofNanos(nanosEach)).earlierOf(end);
                    SearchScope scope = scope(parts.get(i).movable(plan), deadline, maxSteps, seed + i);
                    Found one = search(before.copy(), scope, kick);
                    return merit.compare(one.plan(), before) > 0 ? one : new Found(before, one.steps());
                })
                .toList();
        @Nullable Hosting[] target = plan.hostings();
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).write(found.get(i).plan(), target);
        }
        plan.restore(target);
        plan.commit();
        return mostSteps(found);
    }

    private static SearchScope scope(List<Integer> apps, Deadline deadline, long maxSteps, long seed) {
        long patience = LEAST_PATIENCE + PATIENCE_PER_APP * apps.size();
        return new SearchScope(apps, apps.size(), deadline, maxSteps, patience, seed);
    }

    private Found search(PlanState plan, SearchScope scope, boolean kick) {
        if (kick) {
            Kick.apply(plan, scope.active(), new Random(scope.seed()));
        }
        return new Found(plan, search.improve(plan, merit, scope));
    }

    private static long mostSteps(List<Found> found) {
        return found.stream().mapToLong(Found::steps).max().orElse(0);
    }
}
