package dev.millrace.placement.baseline;

import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Candidate;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.solver.Deadline;
import dev.millrace.placement.solver.Explainer;
import dev.millrace.placement.solver.PlanState;
import dev.millrace.queueing.QueueingPredictor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Refusals of the baselines: apps without any eligible device are explained as everywhere, the others by the rule. */
final class BaselineRefusals {
    private BaselineRefusals() {}

    /**
     * Refuses the app.
     *
     * @param judge what speaks against one option
     */
    static Refusal of(BaselineRun run, int appIndex, Function<Option, Candidate> judge) {
        Problem problem = run.problem();
        App app = problem.apps().get(appIndex);
        List<Candidate> candidates = new ArrayList<>();
        for (Option option : problem.options(appIndex)) {
            candidates.add(judge.apply(option));
        }
        if (candidates.isEmpty()) {
            CellEvaluator evaluator = new CellEvaluator(new QueueingPredictor(), problem.policy());
            return new Explainer(new PlanState(problem, evaluator), evaluator, new Deadline(System.nanoTime()))
                    .refusal(appIndex);
        }
        Candidate first = candidates.getFirst();
        return new Refusal(
                app.ref(),
                first.reason(),
                "None of the " + candidates.size() + " eligible devices passes the algorithm's test; on "
                        + first.device() + ": " + first.message(),
                candidates.subList(0, Math.min(5, candidates.size())));
    }

    static Candidate memory(BaselineRun run, Option option) {
        long needed = run.needed(option);
        long free = run.capacity(option.site()) - run.used(option.site());
        String message = "a copy needs " + (needed >> 20) + " MiB and " + (free >> 20) + " MiB are free.";
        return new Candidate(
                option.site().ref(),
                option.variant().name(),
                RefusalReason.InsufficientMemory,
                message,
                null,
                needed,
                free);
    }
}
