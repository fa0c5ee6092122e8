package dev.millrace.placement.solver;

import java.util.List;

/**
 * For the goal MaxApps: searches over all apps in slices, each confirmed before the next builds on it. A slice that finds
 * nothing better ends soon; the next then starts from plans that chance has changed in several places, since a search that
 * only takes what is hardly worse does not leave a plan whose neighbours all cost more headroom.
 */
final class CountImprovement implements Improvement {
    private static final double SLICE = 0.25;
    private static final int MOST_FRUITLESS = 3;

    private final PlanningRun run;

    CountImprovement(PlanningRun run) {
        this.run = run;
    }

    @Override
    public void run() {
        List<Integer> active = run.offeredApps();
        long stepsLeft = run.maxSteps();
        long slice = 0;
        int fruitless = 0;
        boolean stuck = false;
        SliceSearch search = new SliceSearch(run.search(), run.merit(), active, run.workers());
        while (!run.searchEnd().passed() && stepsLeft > 0 && fruitless < MOST_FRUITLESS && !run.stagnant()) {
            Deadline end = run.searchEnd().fraction(SLICE);
            long steps = search.improve(run.state(), end, stepsLeft, run.seed() + run.workers() * slice++, stuck);
            stepsLeft -= steps;
            fruitless = steps == 0 ? fruitless + 1 : 0;
            stuck = !run.settle(run.confirmEnd());
            if (run.state().hosted() == active.size()) {
                return;
            }
        }
    }
}
