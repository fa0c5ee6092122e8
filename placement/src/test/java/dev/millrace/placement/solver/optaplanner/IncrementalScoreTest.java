package dev.millrace.placement.solver.optaplanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.solver.Deadline;
import dev.millrace.placement.solver.Merit;
import dev.millrace.placement.solver.PlanState;
import dev.millrace.placement.solver.SearchScope;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The score kept move by move equals the score computed from nothing, feasible or not. */
class IncrementalScoreTest {
    private static final int MOVES = 400;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void equalsNaiveRecomputation(long seed) {
        ClusterSnapshot snapshot = Clusters.random(seed, 14).snapshot();
        Problem problem = new Problem(snapshot);
        CellEvaluator evaluator = new CellEvaluator(new QueueingPredictor(), snapshot.policy());
        Merit merit = new Merit(problem);
        List<Integer> active = IntStream.range(0, problem.apps().size()).boxed().toList();
        PlanState mirror = new PlanState(problem, evaluator);
        SearchContext context = new SearchContext(
                mirror, merit, new SearchScope(active, 1000, Deadline.in(Duration.ofHours(1)), 1, seed));
        List<HostedApp> entities = new ArrayList<>();
        active.forEach(app -> entities.add(new HostedApp(app, null, List.of())));
        PlacementScore score = new PlacementScore();
        score.resetWorkingSolution(new PlacementSolution(entities, context));
        Random random = new Random(seed);

        for (int move = 0; move < MOVES; move++) {
            HostedApp entity = entities.get(random.nextInt(entities.size()));
            List<Option> options = problem.options(entity.getAppIndex());
            Hosting to = random.nextInt(4) == 0 ? null : hosting(options, random);
            score.beforeVariableChanged(entity, HostedApp.VARIABLE);
            entity.setHosting(to);
            score.afterVariableChanged(entity, HostedApp.VARIABLE);

            assertThat(score.calculateScore()).isEqualTo(PlacementScore.recompute(mirror, merit, active));
        }
    }

    private static Hosting hosting(List<Option> options, Random random) {
        Option first = options.get(random.nextInt(options.size()));
        Option second = options.get(random.nextInt(options.size()));
        if (random.nextInt(3) != 0 || first.site().index() == second.site().index()) {
            return Hosting.whole(first);
        }
        return new Hosting(first.appIndex(), List.of(new Hosting.Part(first, 0.5), new Hosting.Part(second, 0.5)));
    }
}
