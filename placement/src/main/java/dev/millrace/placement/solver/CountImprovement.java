package dev.millrace.placement.solver;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

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
        long patience = LEAST_PATIENCE + PATIENCE_PER_APP * active.size();
        while (!run.searchEnd().passed() && stepsLeft > 0 && fruitless < MOST_FRUITLESS && !run.stagnant()) {
            Deadline end = run.searchEnd().fraction(SLICE);
            long seed = run.seed() + run.workers() * slice++;
            long mostSteps = stepsLeft;
            boolean kick = stuck;
            List<Found> found = IntStream.range(0, run.workers())
                    .parallel()
                    .mapToObj(worker -> search(
                            new SearchScope(active, active.size(), end, mostSteps, patience, seed + worker), kick))
                    .toList();
            long steps = found.stream().mapToLong(Found::steps).max().orElse(0);
            stepsLeft -= steps;
            fruitless = steps == 0 ? fruitless + 1 : 0;
            take(found);
            stuck = !run.settle(run.confirmEnd());
            if (run.state().hosted() == active.size()) {
                return;
            }
        }
    }

    private Found search(SearchScope scope, boolean kick) {
        PlanState plan = run.state().copy();
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
