package dev.millrace.placement.solver.optaplanner;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.domain.solution.PlanningEntityCollectionProperty;
import org.optaplanner.core.api.domain.solution.PlanningScore;
import org.optaplanner.core.api.domain.solution.PlanningSolution;
import org.optaplanner.core.api.domain.solution.ProblemFactProperty;
import org.optaplanner.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;

/**
 * The planning problem as the solver sees it.
 *
 * <p>Hard: cells, memories and quotas that break a bound. Medium: worth of the apps hosted less moves. Soft: headroom,
 * energy and price.
 */
@PlanningSolution
public class PlacementSolution {
    @PlanningEntityCollectionProperty
    private List<HostedApp> apps = List.of();

    @ProblemFactProperty
    private @Nullable SearchContext context;

    @PlanningScore
    private @Nullable HardMediumSoftLongScore score;

    /** For the solver's cloner. */
    public PlacementSolution() {}

    PlacementSolution(List<HostedApp> apps, SearchContext context) {
        this.apps = apps;
        this.context = context;
    }

    public List<HostedApp> getApps() {
        return apps;
    }

    SearchContext context() {
        if (context == null) {
            throw new IllegalStateException("the solution has no context");
        }
        return context;
    }

    public @Nullable HardMediumSoftLongScore getScore() {
        return score;
    }

    public void setScore(@Nullable HardMediumSoftLongScore score) {
        this.score = score;
    }
}
