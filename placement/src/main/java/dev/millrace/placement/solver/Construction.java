package dev.millrace.placement.solver;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The first plan: what runs stays where it is, then one app after the other. */
final class Construction {
    private static final int MOST_FAILURES = 3;
    private static final long PARTS_SEED = 5;

    private final Problem problem;
    private final Goal goal;
    private final Rearranger rearranger = new Rearranger();
    private final Inserter inserter = new Inserter();

    Construction(Problem problem, Goal goal) {
        this.problem = problem;
        this.goal = goal;
    }

    /**
     * Fills an empty plan that judges by rough estimates. What these turn away may still fit, so nobody is placed in its stead
     * who would have to make way for it: an app of lower priority or, in order, any.
     *
     * @param part of the apps, the first in the goal's order
     */
    void sketch(PlanState rough, double part, Deadline deadline) {
        rough.setHasty(true);
        if (goal == Goal.MAX_APPS && Territory.divides(problem)) {
            buildParts(rough, deadline);
        }
        List<Integer> order = order(0);
        insertWhileAllFit(rough, order.subList(0, (int) Math.ceil(part * order.size())), inserter, deadline);
        rough.commit();
    }

    private void insertWhileAllFit(PlanState plan, List<Integer> apps, Inserter one, Deadline deadline) {
        int leastPriority = Integer.MIN_VALUE;
        for (int app : apps) {
            if (deadline.passed() || app(app).priority() < leastPriority) {
                return;
            }
            if (!plan.isHosted(app) && !one.insert(plan, app)) {
                leastPriority = app(app).priority();
                if (goal == Goal.IN_ORDER) {
                    return;
                }
            }
        }
    }

    /** Goes on with a plan until the deadline; whether all apps have been offered a place. */
    boolean build(PlanState state, Deadline deadline) {
        for (int app = 0; app < problem.apps().size(); app++) {
            if (!state.isHosted(app)) {
                problem.running(app).ifPresent(state::tryPlace);
            }
        }
        return resume(state, deadline);
    }

    /** Goes on where the time ended; whether all apps have been offered a place. */
    boolean resume(PlanState state, Deadline deadline) {
        state.setHasty(true);
        if (goal == Goal.MAX_APPS && Territory.divides(problem)) {
            buildParts(state, deadline);
        }
        fill(state, 0, deadline);
        state.setHasty(false);
        state.commit();
        return !deadline.passed();
    }

    /** The parts of a large cluster, each with its share of the apps; what none of them can take is left. */
    private void buildParts(PlanState state, Deadline deadline) {
        List<Territory> parts = Territory.divide(state, order(0), new Random(PARTS_SEED));
        List<PlanState> built =
                parts.parallelStream().map(part -> built(part, state, deadline)).toList();
        @Nullable Hosting[] target = state.hostings();
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).write(built.get(i), target);
        }
        state.restore(target);
    }

    private PlanState built(Territory part, PlanState state, Deadline deadline) {
        PlanState plan = part.of(state);
        plan.setHasty(true);
        insertWhileAllFit(plan, part.apps(), Inserter.sequential(), deadline);
        return plan;
    }

    /**
     * Offers every app from {@code first} on that is not hosted the plan as it stands, in the goal's order. In order, the
     * first few that find no place may send tenants elsewhere; trying that for each would cost more than the search does.
     */
    void fill(PlanState state, int first, Deadline deadline) {
        int failures = 0;
        for (int app : order(first)) {
            if (deadline.passed()) {
                return;
            }
            if (state.isHosted(app) || inserter.insert(state, app) || rearranger.evictLower(state, app)) {
                continue;
            }
            boolean worthwhile = problem.running(app).isPresent();
            if (worthwhile && failures < MOST_FAILURES && !rearranger.displace(state, app, deadline)) {
                failures++;
            }
        }
    }

    private List<Integer> order(int first) {
        List<Integer> order = new ArrayList<>();
        for (int app = first; app < problem.apps().size(); app++) {
            order.add(app);
        }
        if (goal == Goal.MAX_APPS) {
            order.sort(Comparator.comparingInt((Integer app) -> -app(app).priority())
                    .thenComparing(app -> problem.running(app).isEmpty())
                    .thenComparingDouble(problem::footprint)
                    .thenComparingInt(app -> app));
        }
        return order;
    }

    private App app(int index) {
        return problem.apps().get(index);
    }
}
