package dev.millrace.placement.solver;

import java.util.List;

/** For the goal MaxApps: search over all apps in slices, each confirmed before the next builds on it. */
final class CountImprovement implements Improvement {
    private static final double SLICE = 0.3;
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
        while (!run.searchEnd().passed() && stepsLeft > 0 && fruitless < MOST_FRUITLESS) {
            Deadline end = run.searchEnd().fraction(SLICE);
            SearchScope scope = new SearchScope(active, active.size(), end, stepsLeft, run.seed() + slice++);
            long steps = run.search().improve(run.state(), run.merit(), scope);
            stepsLeft -= steps;
            fruitless = steps == 0 ? fruitless + 1 : 0;
            run.settle(run.confirmEnd());
            if (run.state().hosted() == active.size()) {
                return;
            }
        }
    }
}
