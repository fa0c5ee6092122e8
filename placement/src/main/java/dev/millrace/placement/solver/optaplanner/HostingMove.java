package dev.millrace.placement.solver.optaplanner;

import dev.millrace.placement.problem.Hosting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.heuristic.move.AbstractMove;

/** Sets several apps' hostings at once. Places that are left are left before new ones are taken. */
final class HostingMove extends AbstractMove<PlacementSolution> {
    private final List<Step> steps;

    /** One app's new hosting; null: nowhere. */
    record Step(HostedApp app, @Nullable Hosting to) {}

    HostingMove(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    @Override
    public boolean isMoveDoable(ScoreDirector<PlacementSolution> director) {
        return !steps.isEmpty();
    }

    @Override
    protected HostingMove createUndoMove(ScoreDirector<PlacementSolution> director) {
        List<Step> undo = new ArrayList<>();
        steps.forEach(step -> undo.add(new Step(step.app(), step.app().getHosting())));
        return new HostingMove(undo);
    }

    @Override
    protected void doMoveOnGenuineVariables(ScoreDirector<PlacementSolution> director) {
        for (Step step : steps) {
            if (step.app().getHosting() != null) {
                set(director, step.app(), null);
            }
        }
        for (Step step : steps) {
            if (step.to() != null) {
                set(director, step.app(), step.to());
            }
        }
    }

    private static void set(ScoreDirector<PlacementSolution> director, HostedApp app, @Nullable Hosting hosting) {
        director.beforeVariableChanged(app, HostedApp.VARIABLE);
        app.setHosting(hosting);
        director.afterVariableChanged(app, HostedApp.VARIABLE);
    }
}
