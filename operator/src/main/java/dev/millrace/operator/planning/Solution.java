package dev.millrace.operator.planning;

import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import java.util.List;

/**
 * A plan, what it was made on, and what it does.
 *
 * @param full whether it had the policy's whole solve time; otherwise a longer search may do better
 */
record Solution(ClusterSnapshot snapshot, Plan plan, PlanEvaluation evaluation, boolean full) {

    /** Whether nothing that a plan depends on differs; what runs now is not asked, as it follows the plan. */
    boolean answers(ClusterSnapshot other) {
        return snapshot.apps().equals(other.apps())
                && snapshot.nodes().equals(other.nodes())
                && snapshot.policy().equals(other.policy());
    }

    /** Whether an app waits only because the time to plan ended; on a busy machine a later search may find a place. */
    boolean unsettled() {
        return plan.refusals().stream().anyMatch(refusal -> refusal.reason() == RefusalReason.NotConfirmedInTime);
    }

    /** Whether a longer search could host more. */
    boolean canImprove() {
        return !full && !plan.refusals().isEmpty();
    }

    /**
     * The better of this solution and one that took longer on the same snapshot. Where it hosts no more, nothing moves; but
     * if it refuses the same apps, its reasons count, as it had the time to look for them.
     */
    Solution improvedBy(Solution longer) {
        if (longer.plan.placed() > plan.placed()) {
            return longer;
        }
        boolean sameRefused = refused(longer.plan).equals(refused(plan));
        Plan explained = new Plan(
                plan.algorithm(),
                plan.assignments(),
                plan.disciplines(),
                sameRefused ? longer.plan.refusals() : plan.refusals());
        return new Solution(snapshot, explained, evaluation, true);
    }

    private static List<AppRef> refused(Plan plan) {
        return plan.refusals().stream().map(Refusal::app).toList();
    }
}
