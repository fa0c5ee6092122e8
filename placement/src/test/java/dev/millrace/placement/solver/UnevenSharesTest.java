package dev.millrace.placement.solver;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.gpu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.PlanAudit;
import dev.millrace.placement.testing.Referee;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnevenSharesTest {
    /** Half of one device is taken: of an app as large as a device the other has to serve more than half. */
    @ParameterizedTest
    @EnumSource(Goal.class)
    void theDeviceWithMoreRoomServesMore(Goal goal) {
        ClusterSnapshot snapshot = new Clusters()
                .node("a", gpu("gpu-0", 3072L))
                .node("b", gpu("gpu-0", 3072L))
                .add(app("base").rate(50).slo(Objective.MEAN, 500).onGpu("base", 10, 100))
                .add(app("large")
                        .rate(100)
                        .slo(Objective.MEAN, 500)
                        .replicas(2, 2)
                        .onGpu("large", 10, 100))
                .snapshot();
        MillraceSolver solver = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), 50);

        Plan plan = solver.solve(
                snapshot,
                new SolveOptions(Duration.ofSeconds(30), 1, goal, SolveOptions.Order.ARRIVAL),
                SolveProgress.NONE);

        PlanAudit.check(snapshot, plan);
        assertThat(plan.refusals()).isEmpty();
        List<Double> shares = plan.assignments().stream()
                .filter(assignment -> assignment.app().name().equals("large"))
                .sorted(Comparator.comparing(Assignment::device))
                .map(Assignment::share)
                .toList();
        assertThat(shares).hasSize(2);
        assertThat(Math.max(shares.getFirst(), shares.getLast())).isGreaterThan(0.55);
        assertThat(shares.getFirst() + shares.getLast()).isCloseTo(1, within(1e-9));
        assertThat(Referee.excesses(snapshot, plan, 3)).isEmpty();
    }
}
