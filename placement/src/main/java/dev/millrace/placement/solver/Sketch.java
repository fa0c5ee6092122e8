package dev.millrace.placement.solver;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.CellReferee;
import dev.millrace.placement.model.Lever;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Problem;
import dev.millrace.queueing.ResponseTimePredictor;
import org.jspecify.annotations.Nullable;

/**
 * A first plan by arithmetic: every app is placed by rough estimates, then each cell is confirmed, so that a plan of most apps
 * stands before the first of them has been screened. Where there is time, the estimates are also searched by, at a hundredth of
 * what screening costs: that brings most of what a far longer search of screened plans would. What runs now is not sketched: it
 * stays where it is.
 */
final class Sketch {
    /** The first few are confirmed before the others are placed: little to confirm, where there may be time for no more. */
    private static final double FEW = 0.2;

    /** Part of the time left that searching by estimates may take, where that is so much for each app. */
    private static final double SEARCHING = 0.4;

    private static final long LEAST_NANOS_PER_APP = 1_500_000;

    private static final double SLICE = 0.3;
    private static final long SLICE_SEEDS = 1000;

    /**
     * Estimates err to both sides. A plan that is not searched is filled beyond its bounds by this much and then mended, since
     * whoever is turned away has no second chance.
     */
    private static final double HOPEFUL = 1.2;

    private final Problem problem;
    private final Construction construction;
    private final Confirmation confirmation;
    private final PlanState plan;
    private final SliceSearch search;
    private final boolean searched;
    private final long maxSteps;
    private final long seed;

    /** @param maxSteps most steps of one search */
    Sketch(
            Problem problem,
            SolveOptions options,
            Construction construction,
            ResponseTimePredictor predictor,
            Merit merit,
            CellReferee referee,
            SliceSearch search,
            long maxSteps) {
        double nanosPerApp =
                SEARCHING * options.time().toNanos() / problem.apps().size();
        this.searched = nanosPerApp >= LEAST_NANOS_PER_APP && !options.without().contains(Lever.SEARCH);
        CellEvaluator rough =
                CellEvaluator.rough(predictor, problem.policy(), options.without(), searched ? 1 : HOPEFUL);
        this.problem = problem;
        this.construction = construction;
        this.confirmation = new Confirmation(problem, rough, options.goal(), merit, referee);
        this.plan = new PlanState(problem, rough);
        this.search = search;
        this.maxSteps = maxSteps;
        this.seed = options.seed();
    }

    /** Puts an empty plan into a confirmed state, and lets its evaluator know of it. */
    void draw(PlanState state, CellEvaluator evaluator, Deadline placing, Deadline confirming) {
        if (!Territory.divides(problem)) {
            add(FEW, placing, confirming);
        }
        add(1, placing, confirming);
        confirmation.teach(plan, evaluator, confirming);
        state.restore(plan.hostings());
        state.commit();
    }

    private void add(double part, Deadline placing, Deadline confirming) {
        @Nullable Hosting[] before = plan.hostings();
        construction.sketch(plan, part, placing);
        if (searched && part == 1) {
            search(confirming.fraction(SEARCHING));
        }
        if (!confirmation.confirm(plan, confirming)) {
            confirmation.dropUnconfirmed(plan, before);
        }
    }

    private void search(Deadline end) {
        long stepsLeft = maxSteps;
        boolean stuck = false;
        for (long slice = 0;
                !end.passed() && stepsLeft > 0 && plan.hosted() < problem.apps().size();
                slice++) {
            int before = plan.hosted();
            long steps = search.improve(plan, end.fraction(SLICE), stepsLeft, seed + SLICE_SEEDS * slice, stuck);
            if (steps == 0) {
                return;
            }
            stepsLeft -= steps;
            stuck = plan.hosted() == before;
        }
    }
}
