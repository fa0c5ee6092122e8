package dev.millrace.placement.solver;

import dev.millrace.placement.problem.Hosting;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * For the goal MaxApps: searches over all apps in slices, each confirmed before the next builds on it. In a slice every core
 * searches from the same plan with another seed, and the best of what they find is taken. A slice that finds nothing better
 * ends soon; the next then starts from plans that chance has changed in several places, since a search that only takes what
 * is hardly worse does not leave a plan whose neighbours all cost more headroom.
 */
final class CountImprovement implements Improvement {
    private static final double SLICE = 0.25;
    private static final int MOST_FRUITLESS = 3;
    private static final long LEAST_PATIENCE = 150;
    private static final long PATIENCE_PER_APP = 15;

    private final PlanningRun run;

    CountImprovement(PlanningRun run) {
        this.run = run;
    }

    /** What one search found. */
    private record Found(PlanState plan, long steps) {}

    @Override
    public void run() {
        List<Integer> active = run.offeredApps();
        long stepsLeft = run.maxSteps();
        long slice = 0;
        int fruitless = 0;
        boolean stuck = false;
        boolean divided = Territory.divides(run.state().problem());
        long patience = LEAST_PATIENCE + PATIENCE_PER_APP * active.size();
        while (!run.searchEnd().passed() && stepsLeft > 0 && fruitless < MOST_FRUITLESS && !run.stagnant()) {
            Deadline end = run.searchEnd().fraction(SLICE);
            long seed = run.seed() + run.workers() * slice++;
            long mostSteps = stepsLeft;
            boolean kick = stuck;
            long steps;
            if (divided) {
                steps = searchParts(active, end, mostSteps, seed, kick);
            } else {
                List<Found> found = IntStream.range(0, run.workers())
                        .parallel()
                        .mapToObj(worker -> search(
                                run.state().copy(),
                                new SearchScope(active, active.size(), end, mostSteps, patience, seed + worker),
                                kick))
                        .toList();
                steps = found.stream().mapToLong(Found::steps).max().orElse(0);
                take(found);
            }
            stepsLeft -= steps;
            fruitless = steps == 0 ? fruitless + 1 : 0;
            stuck = !run.settle(run.confirmEnd());
            if (run.state().hosted() == active.size()) {
                return;
            }
        }
    }

    /** Searches the parts of a large cluster, drawn anew each time, some at a time; the most steps of one of them. */
    private long searchParts(List<Integer> active, Deadline end, long mostSteps, long seed, boolean kick) {
        PlanState state = run.state();
        List<Territory> parts = Territory.divide(state, active, new Random(seed));
        long nanosEach = end.leftNanos() * run.workers() / parts.size();
        List<Found> found = IntStream.range(0, parts.size())
                .parallel()
                .mapToObj(i -> {
                    List<Integer> apps = parts.get(i).movable(state);
                    Deadline deadline = Deadline.in(Duration.ofNanos(nanosEach)).earlierOf(end);
                    long patience = LEAST_PATIENCE + PATIENCE_PER_APP * apps.size();
                    PlanState part = parts.get(i).of(state);
                    SearchScope scope = new SearchScope(apps, apps.size(), deadline, mostSteps, patience, seed + i);
                    PlanState before = part.copy();
                    Found one = search(part, scope, kick);
                    return run.merit().compare(one.plan(), before) > 0 ? one : new Found(before, one.steps());
                })
                .toList();
        @Nullable Hosting[] target = state.hostings();
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).write(found.get(i).plan(), target);
        }
        state.restore(target);
        state.commit();
        return found.stream().mapToLong(Found::steps).max().orElse(0);
    }

    private Found search(PlanState plan, SearchScope scope, boolean kick) {
        if (kick) {
            Kick.apply(plan, scope.active(), new Random(scope.seed()));
        }
        long steps = run.search().improve(plan, run.merit(), scope);
        return new Found(plan, steps);
    }

    private void take(List<Found> found) {
        PlanState best = run.state();
        for (Found one : found) {
            if (run.merit().compare(one.plan(), best) > 0) {
                best = one.plan();
            }
        }
        run.state().restore(best.hostings());
        run.state().commit();
    }
}
