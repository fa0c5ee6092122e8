package dev.millrace.operator.planning;

import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * What becomes of an app whose load failed and for which no other candidate was found: it stays where it serves, or, if it
 * serves nowhere, where it is to be tried again. Only where that would cost another app its objective it does not.
 */
final class RollBack {
    private final ClusterSnapshot snapshot;
    private final FailedLoads failures;
    private final List<Assignment> told;
    private final List<Assignment> serving;
    private final BiFunction<List<Assignment>, Plan, PlanEvaluation> evaluate;

    /**
     * A roll-back on one snapshot.
     *
     * @param snapshot everything, the candidates that are left out included
     * @param told what the nodes are told to hold
     * @param serving those of it that carry traffic and answer it
     * @param evaluate what assignments do, under the disciplines of a plan
     */
    RollBack(
            ClusterSnapshot snapshot,
            FailedLoads failures,
            List<Assignment> told,
            List<Assignment> serving,
            BiFunction<List<Assignment>, Plan, PlanEvaluation> evaluate) {
        this.snapshot = snapshot;
        this.failures = failures;
        this.told = told;
        this.serving = serving;
        this.evaluate = evaluate;
    }

    /**
     * The solution with those apps kept where they serve that failed to load and found no other place; the same object if
     * there are none.
     */
    Solution of(Solution found) {
        Set<AppRef> stranded = new TreeSet<>();
        found.plan().refusals().stream()
                .map(Refusal::app)
                .filter(failures::concern)
                .forEach(stranded::add);
        found.plan().assignments().stream()
                .filter(a -> failures.excluded(Replica.of(a)))
                .forEach(a -> stranded.add(a.app()));
        stranded.removeIf(app -> kept(app).isEmpty() || kept(app).equals(planned(found, app)));
        if (stranded.isEmpty()) {
            return found;
        }
        Plan plan = found.plan();
        PlanEvaluation evaluation = evaluate.apply(plan.assignments(), plan);
        boolean changed = false;
        for (AppRef app : stranded) {
            List<Assignment> kept = kept(app);
            Plan candidate = with(plan, app, kept);
            PlanEvaluation outcome = evaluate.apply(candidate.assignments(), candidate);
            if (met(outcome).containsAll(met(evaluation))) {
                plan = candidate;
                evaluation = outcome;
                changed = true;
            }
        }
        return changed ? new Solution(found.snapshot(), plan, evaluation, found.carried(), found.full()) : found;
    }

    private static List<Assignment> planned(Solution found, AppRef app) {
        return found.plan().assignments().stream()
                .filter(a -> a.app().equals(app))
                .toList();
    }

    private List<Assignment> kept(AppRef app) {
        List<Assignment> source = serving.stream().anyMatch(a -> a.app().equals(app)) ? serving : told;
        List<Assignment> own = CarryOver.valid(snapshot, source).stream()
                .filter(a -> a.app().equals(app))
                .toList();
        double total = own.stream().mapToDouble(Assignment::share).sum();
        return own.stream()
                .map(a -> new Assignment(
                        a.app(), a.device(), a.variant(), a.share() / total, a.maxBatch(), a.coResidentSet()))
                .toList();
    }

    private static Plan with(Plan plan, AppRef app, List<Assignment> kept) {
        List<Assignment> all = new ArrayList<>(plan.assignments());
        all.removeIf(a -> a.app().equals(app));
        all.addAll(kept);
        all.sort(Rollout.ORDER);
        List<Refusal> refusals = plan.refusals().stream()
                .filter(refusal -> !refusal.app().equals(app))
                .toList();
        return new Plan(plan.algorithm(), all, plan.disciplines(), refusals);
    }

    private static Set<AppRef> met(PlanEvaluation evaluation) {
        Set<AppRef> met = new HashSet<>();
        evaluation.apps().stream()
                .filter(AppOutcome::sloMet)
                .map(AppOutcome::app)
                .forEach(met::add);
        return met;
    }
}
