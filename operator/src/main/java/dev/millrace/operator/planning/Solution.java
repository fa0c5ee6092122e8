package dev.millrace.operator.planning;

import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A plan, what it was made on, and what it does.
 *
 * @param carried apps left where they run though that was not confirmed
 * @param full whether a longer search would find no more
 */
record Solution(ClusterSnapshot snapshot, Plan plan, PlanEvaluation evaluation, Set<AppRef> carried, boolean full) {

    /** Whether nothing that a plan depends on differs; what runs now is not asked, as it follows the plan. */
    boolean answers(ClusterSnapshot other) {
        return snapshot.apps().equals(other.apps()) && sameGround(other);
    }

    /** Whether nodes and policy are the same. */
    boolean sameGround(ClusterSnapshot other) {
        return snapshot.nodes().equals(other.nodes()) && snapshot.policy().equals(other.policy());
    }

    /** Whether an app waits only because the time to plan ended; on a busy machine a later search may find a place. */
    boolean unsettled() {
        return plan.refusals().stream().anyMatch(refusal -> refusal.reason() == RefusalReason.NotConfirmedInTime);
    }

    /** Whether a longer search could do better. */
    boolean canImprove() {
        return !full && !(plan.refusals().isEmpty() && carried.isEmpty());
    }

    /** The refusals by app. */
    Map<AppRef, Refusal> refusals() {
        Map<AppRef, Refusal> byApp = new HashMap<>();
        plan.refusals().forEach(refusal -> byApp.put(refusal.app(), refusal));
        return byApp;
    }

    /**
     * The better of this solution and one that was searched for longer, for the same snapshot. Where that hosts no more,
     * nothing moves; but if it refuses the same apps, its reasons count, as it had the time to look for them.
     */
    Solution improvedBy(Solution longer) {
        int gain = longer.compareHosted(this);
        if (gain > 0 || (gain == 0 && !carried.isEmpty())) {
            return longer;
        }
        boolean sameRefused = refused(longer.plan).equals(refused(plan));
        Plan explained = new Plan(
                plan.algorithm(),
                plan.assignments(),
                plan.disciplines(),
                sameRefused ? longer.plan.refusals() : plan.refusals());
        return new Solution(snapshot, explained, evaluation, carried, longer.full);
    }

    /** More apps of the highest priority at which they differ; what is merely carried over does not count. */
    private int compareHosted(Solution other) {
        Map<Integer, Integer> mine = hosted();
        Map<Integer, Integer> theirs = other.hosted();
        TreeSet<Integer> priorities = new TreeSet<>(Collections.reverseOrder());
        priorities.addAll(mine.keySet());
        priorities.addAll(theirs.keySet());
        for (int priority : priorities) {
            int difference = mine.getOrDefault(priority, 0) - theirs.getOrDefault(priority, 0);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private Map<Integer, Integer> hosted() {
        Map<String, Integer> caps = new HashMap<>();
        for (Policy.Quota quota : snapshot.policy().quotas()) {
            caps.put(quota.namespace(), quota.maxPriority());
        }
        Map<AppRef, App> apps = snapshot.appsByRef();
        Set<AppRef> placed = new HashSet<>();
        plan.assignments().forEach(a -> placed.add(a.app()));
        placed.removeAll(carried);
        placed.retainAll(apps.keySet());
        Map<Integer, Integer> counts = new TreeMap<>();
        for (AppRef app : placed) {
            int cap = caps.getOrDefault(app.namespace(), Integer.MAX_VALUE);
            counts.merge(Math.min(cap, apps.get(app).priority()), 1, Integer::sum);
        }
        return counts;
    }

    private static List<AppRef> refused(Plan plan) {
        return plan.refusals().stream().map(Refusal::app).toList();
    }
}
