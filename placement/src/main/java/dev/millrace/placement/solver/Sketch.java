package dev.millrace.placement.solver;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.CellReferee;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Problem;
import dev.millrace.queueing.ResponseTimePredictor;
import org.jspecify.annotations.Nullable;

/**
 * A first plan for the case that there is hardly any time: every app is placed by arithmetic, then each cell is confirmed
 * once, so that a plan of most apps stands before the first of them has been screened. What runs now is not sketched: it stays
 * where it is.
 */
final class Sketch {
    /** The first few are confirmed before the others are placed: little to confirm, where there may be time for no more. */
    private static final double FEW = 0.2;

    private final Problem problem;
    private final Construction construction;
    private final Confirmation confirmation;
    private final PlanState plan;

    Sketch(
            Problem problem,
            SolveOptions options,
            Construction construction,
            ResponseTimePredictor predictor,
            Merit merit,
            CellReferee referee) {
        CellEvaluator rough = CellEvaluator.rough(predictor, problem.policy(), options.without());
        this.problem = problem;
        this.construction = construction;
        this.confirmation = new Confirmation(problem, rough, options.goal(), merit, referee);
        this.plan = new PlanState(problem, rough);
    }

    /** Puts an empty plan into a confirmed state, and lets its evaluator know of it. */
    void draw(PlanState state, CellEvaluator evaluator, Deadline placing, Deadline confirming) {
        if (!Territory.divides(problem)) {
            add(FEW, placing, confirming);
        }
        add(1, placing, confirming);
        confirmation.teach(plan, evaluator);
        state.restore(plan.hostings());
        state.commit();
    }

    private void add(double part, Deadline placing, Deadline confirming) {
        @Nullable Hosting[] before = plan.hostings();
        construction.sketch(plan, part, placing);
        if (!confirmation.confirm(plan, confirming)) {
            confirmation.dropUnconfirmed(plan, before);
        }
    }
}
