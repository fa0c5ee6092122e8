package dev.millrace.placement.solver.optaplanner;

import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.solver.LocalSearch;
import dev.millrace.placement.solver.Merit;
import dev.millrace.placement.solver.PlanState;
import dev.millrace.placement.solver.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.solver.Solver;
import org.optaplanner.core.api.solver.SolverFactory;
import org.optaplanner.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import org.optaplanner.core.config.localsearch.LocalSearchPhaseConfig;
import org.optaplanner.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import org.optaplanner.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import org.optaplanner.core.config.score.director.ScoreDirectorFactoryConfig;
import org.optaplanner.core.config.solver.EnvironmentMode;
import org.optaplanner.core.config.solver.SolverConfig;
import org.optaplanner.core.impl.solver.DefaultSolver;

/** Late-acceptance local search. Searches may run in several threads at once; each has a solver of its own. */
public final class OptaPlannerSearch implements LocalSearch {
    private static final int LATE_ACCEPTANCE = 25;
    private static final AtomicLong SEARCHES = new AtomicLong();

    /** Building the factory takes far longer than building a solver: there is one in the process. */
    private static final class Factory {
        private static final SolverFactory<PlacementSolution> INSTANCE = SolverFactory.create(config());

        private Factory() {}
    }

    private static SolverConfig config() {
        LocalSearchPhaseConfig search = new LocalSearchPhaseConfig()
                .withMoveSelectorConfig(
                        new MoveIteratorFactoryConfig().withMoveIteratorFactoryClass(HostingMoves.class))
                .withAcceptorConfig(new LocalSearchAcceptorConfig().withLateAcceptanceSize(LATE_ACCEPTANCE))
                .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(1));
        return new SolverConfig()
                .withSolutionClass(PlacementSolution.class)
                .withEntityClasses(HostedApp.class)
                .withEnvironmentMode(EnvironmentMode.REPRODUCIBLE)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(PlacementScore.class))
                .withPhases(search);
    }

    @Override
    public long improve(PlanState state, Merit merit, SearchScope scope) {
        Problem problem = state.problem();
        List<HostedApp> apps = new ArrayList<>();
        for (int app : scope.active()) {
            apps.add(new HostedApp(app, state.hosting(app).orElse(null), new WholePlaces(problem.options(app))));
        }
        SearchContext context = new SearchContext(state.copy(), merit, scope);
        if (apps.isEmpty() || context.over()) {
            return 0;
        }
        Solver<PlacementSolution> solver = Factory.INSTANCE.buildSolver();
        if (solver instanceof DefaultSolver<PlacementSolution> metered) {
            // Its gauges are global: without a tag of its own a second solver at the same time would complain.
            metered.setMonitorTagMap(Map.of("search", Long.toString(SEARCHES.getAndIncrement())));
        }
        context.endWith(solver::terminateEarly);
        PlacementSolution best = solver.solve(new PlacementSolution(apps, context));
        if (best.getScore() != null && best.getScore().isFeasible()) {
            @Nullable Hosting[] target = state.hostings();
            best.getApps().forEach(app -> target[app.getAppIndex()] = app.getHosting());
            state.restore(target);
            state.commit();
        }
        return context.steps();
    }
}
