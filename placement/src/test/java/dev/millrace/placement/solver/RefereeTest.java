package dev.millrace.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.Referee;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the time, the seed and the goal: an independent simulation of the plan finds no objective missed. */
class RefereeTest {
    @ParameterizedTest
    @CsvSource({
        "21, 50, IN_ORDER",
        "22, 50, MAX_APPS",
        "23, 300, IN_ORDER",
        "24, 300, MAX_APPS",
        "25, 1500, IN_ORDER",
        "26, 1500, MAX_APPS",
        "27, 4000, MAX_APPS",
    })
    void noObjectiveIsMissed(long seed, long millis, Goal goal) {
        ClusterSnapshot snapshot = Clusters.random(seed, 40).snapshot();
        MillraceSolver solver = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), Long.MAX_VALUE);
        SolveOptions options = new SolveOptions(Duration.ofMillis(millis), seed, goal, SolveOptions.Order.ARRIVAL);

        Plan plan = solver.solve(snapshot, options, SolveProgress.NONE);

        assertThat(Referee.excesses(snapshot, plan, 1000 + seed)).isEmpty();
    }
}
