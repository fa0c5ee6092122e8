package dev.millrace.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.Referee;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clusters that are planned in parts: the time is kept to, and what is published holds. */
class LargeClusterTest {
    private static final int NODES = 150;
    private static final int APPS = 1500;
    private static final Duration TIME = Duration.ofSeconds(2);

    /** Far more than the contract of {@code --time} allows: this tells an end from none, a busy machine aside. */
    private static final Duration MOST_OVER = Duration.ofSeconds(15);

    @ParameterizedTest
    @EnumSource(Goal.class)
    void keepsToItsTimeAndToEveryObjective(Goal goal) {
        ClusterSnapshot snapshot = cluster();
        MillraceSolver solver = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), Long.MAX_VALUE);
        long start = System.nanoTime();

        Plan plan =
                solver.solve(snapshot, new SolveOptions(TIME, 1, goal, SolveOptions.Order.ARRIVAL), SolveProgress.NONE);

        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isLessThan(TIME.plus(MOST_OVER));
        assertThat(plan.placed() + plan.refusals().size()).isEqualTo(APPS);
        assertThat(plan.placed()).isPositive();
        assertThat(Referee.excesses(snapshot, someNodes(plan), 7)).isEmpty();
    }

    /** What the plan has on a few nodes: simulating all of it at length would take minutes. */
    private static Plan someNodes(Plan plan) {
        List<String> nodes = List.of("node-003", "node-050", "node-101", "node-149");
        List<Assignment> there = plan.assignments().stream()
                .filter(assignment -> nodes.contains(assignment.device().node()))
                .toList();
        List<AppRef> apps = there.stream().map(Assignment::app).toList();
        assertThat(apps).doesNotHaveDuplicates();
        return new Plan(plan.algorithm(), there, plan.disciplines(), List.of());
    }

    private static ClusterSnapshot cluster() {
        Random random = new Random(3);
        Clusters cluster = new Clusters();
        for (int node = 0; node < NODES; node++) {
            String name = String.format("node-%03d", node);
            cluster.node(name, node % 3 == 2 ? Clusters.gpu("gpu-0", 3072L) : Clusters.tpu("edgetpu-0"));
        }
        for (int app = 0; app < APPS; app++) {
            int model = random.nextInt(8);
            cluster.add(Clusters.app(String.format("app-%04d", app))
                    .rate(1 + random.nextInt(8))
                    .slo(random.nextBoolean() ? Objective.MEAN : Objective.P95, 100 + 50 * random.nextInt(6))
                    .onTpu("m" + model, 8 + 6 * model, 5 + 3 * model, 0.7 + 0.8 * model)
                    .onGpu("m" + model, 10 + 5 * model, 400));
        }
        return cluster.snapshot();
    }
}
