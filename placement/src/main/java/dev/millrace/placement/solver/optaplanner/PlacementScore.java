package dev.millrace.placement.solver.optaplanner;

import dev.millrace.placement.cell.Verdict;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.solver.Merit;
import dev.millrace.placement.solver.PlanState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import org.optaplanner.core.api.score.calculator.IncrementalScoreCalculator;

/**
 * Keeps the score while apps move: sums over apps are adjusted by the change, and only cells that were touched since the
 * last score are judged again, by a look-up where that content was seen before.
 */
public class PlacementScore implements IncrementalScoreCalculator<PlacementSolution, HardMediumSoftLongScore> {
    private @Nullable SearchContext context;
    private boolean[] dirty = new boolean[0];
    private boolean[] broken = new boolean[0];
    private double[] cellCost = new double[0];
    private long value;
    private double appCost;

    @Override
    public void resetWorkingSolution(PlacementSolution solution) {
        SearchContext fresh = solution.context();
        context = fresh;
        PlanState mirror = fresh.mirror();
        @Nullable Hosting[] target = new Hosting[mirror.problem().apps().size()];
        value = 0;
        appCost = 0;
        for (HostedApp app : solution.getApps()) {
            Hosting hosting = app.getHosting();
            target[app.getAppIndex()] = hosting;
            if (hosting != null) {
                value += fresh.merit().value(hosting);
                appCost += fresh.merit().cost(hosting);
            }
        }
        mirror.restore(target);
        mirror.commit();
        int cells = mirror.problem().cells().size();
        dirty = new boolean[cells];
        java.util.Arrays.fill(dirty, true);
        broken = new boolean[cells];
        cellCost = new double[cells];
    }

    @Override
    public void beforeVariableChanged(Object entity, String variable) {
        HostedApp app = (HostedApp) entity;
        Hosting hosting = app.getHosting();
        if (hosting != null) {
            Merit merit = context().merit();
            value -= merit.value(hosting);
            appCost -= merit.cost(hosting);
            context().mirror().remove(app.getAppIndex());
            touch(hosting);
        }
    }

    @Override
    public void afterVariableChanged(Object entity, String variable) {
        Hosting hosting = ((HostedApp) entity).getHosting();
        if (hosting != null) {
            Merit merit = context().merit();
            value += merit.value(hosting);
            appCost += merit.cost(hosting);
            context().mirror().place(hosting);
            touch(hosting);
        }
    }

    @Override
    public HardMediumSoftLongScore calculateScore() {
        PlanState mirror = context().mirror();
        long hard = mirror.withinCapacity() ? 0 : -1;
        double cost = appCost;
        for (int cell = 0; cell < dirty.length; cell++) {
            if (dirty[cell]) {
                Verdict verdict = mirror.verdict(cell);
                broken[cell] = !verdict.feasible();
                cellCost[cell] = context().merit().cost(verdict);
                dirty[cell] = false;
            }
            hard -= broken[cell] ? 1 : 0;
            cost += cellCost[cell];
        }
        mirror.commit();
        HardMediumSoftLongScore score = HardMediumSoftLongScore.of(hard, value, -Math.round(cost));
        context().scored(score);
        return score;
    }

    private void touch(Hosting hosting) {
        hosting.parts().forEach(part -> dirty[part.option().site().cell()] = true);
    }

    private SearchContext context() {
        if (context == null) {
            throw new IllegalStateException("no working solution");
        }
        return context;
    }

    @Override
    public void beforeEntityAdded(Object entity) {}

    @Override
    public void afterEntityAdded(Object entity) {}

    @Override
    public void beforeEntityRemoved(Object entity) {}

    @Override
    public void afterEntityRemoved(Object entity) {}

    /** The score from nothing: the naive twin that tests compare with. */
    static HardMediumSoftLongScore recompute(PlanState state, Merit merit, List<Integer> active) {
        PlanState fresh = state.copy();
        long hard = fresh.withinCapacity() ? 0 : -1;
        long value = 0;
        double cost = 0;
        for (int app : active) {
            value += fresh.hosting(app).map(merit::value).orElse(0L);
            cost += fresh.hosting(app).map(merit::cost).orElse(0.0);
        }
        for (int cell = 0; cell < fresh.problem().cells().size(); cell++) {
            hard -= fresh.verdict(cell).feasible() ? 0 : 1;
            cost += merit.cost(fresh.verdict(cell));
        }
        return HardMediumSoftLongScore.of(hard, value, -Math.round(cost));
    }
}
