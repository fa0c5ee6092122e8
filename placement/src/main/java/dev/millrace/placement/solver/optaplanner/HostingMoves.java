package dev.millrace.placement.solver.optaplanner;

import dev.millrace.placement.solver.Neighbourhood;
import dev.millrace.placement.solver.Reassignment;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;

/** Feeds the proposals of a {@link Neighbourhood} to the solver. */
public class HostingMoves implements MoveIteratorFactory<PlacementSolution, HostingMove> {

    @Override
    public long getSize(ScoreDirector<PlacementSolution> director) {
        return director.getWorkingSolution().getApps().size();
    }

    @Override
    public Iterator<HostingMove> createOriginalMoveIterator(ScoreDirector<PlacementSolution> director) {
        throw new UnsupportedOperationException("moves are drawn at random");
    }

    /** The search's own generator is used, not the solver's: the factory, and with it that seed, is one a process. */
    @Override
    public Iterator<HostingMove> createRandomMoveIterator(ScoreDirector<PlacementSolution> director, Random unused) {
        PlacementSolution solution = director.getWorkingSolution();
        SearchContext context = solution.context();
        Map<Integer, HostedApp> byIndex = HashMap.newHashMap(solution.getApps().size());
        solution.getApps().forEach(app -> byIndex.put(app.getAppIndex(), app));
        Neighbourhood neighbourhood =
                new Neighbourhood(context.mirror(), context.scope().active(), context.merit(), context.random());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public HostingMove next() {
                if (context.over()) {
                    context.end();
                    return new HostingMove(List.of());
                }
                context.countStep();
                List<Reassignment> change =
                        neighbourhood.propose(context.scope().deadline());
                return new HostingMove(change.stream()
                        .map(one -> new HostingMove.Step(
                                Objects.requireNonNull(byIndex.get(one.appIndex())),
                                one.to().orElse(null)))
                        .toList());
            }
        };
    }
}
