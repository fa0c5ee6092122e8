package dev.millrace.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.baseline.UpperBound;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.BestAssignment;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** On instances small enough to try every assignment, the planner hosts as many apps as the best of them. */
class OptimalityTest {
    private static final int INSTANCES = 50;
    private static final int LARGER_INSTANCES = 10;
    private static final long STEPS = 5000;
    private static final Duration AMPLE = Duration.ofMinutes(1);

    @Test
    void hostsAsManyAsTheBestAssignment() {
        Set<Integer> optima = new TreeSet<>();
        for (int i = 0; i < INSTANCES; i++) {
            optima.add(check(900 + i, instance(new Random(900 + i), 4, 7)));
        }
        assertThat(optima).as("different optima").hasSizeGreaterThan(2);
    }

    @Test
    void alsoOfUpToTwelveApps() {
        for (int i = 0; i < LARGER_INSTANCES; i++) {
            check(3000 + i, instance(new Random(3000 + i), 8, 12));
        }
    }

    private static int check(long seed, ClusterSnapshot snapshot) {
        MillraceSolver solver = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), STEPS);
        Plan plan = solver.solve(
                snapshot, new SolveOptions(AMPLE, 1, Goal.MAX_APPS, SolveOptions.Order.ARRIVAL), SolveProgress.NONE);
        int best = BestAssignment.count(snapshot);
        assertThat(plan.placed()).as("instance %d", seed).isEqualTo(best);
        double bound = UpperBound.of(snapshot, snapshot.policy().maxUtilization());
        assertThat(bound).as("bound of instance %d", seed).isGreaterThan(best - 1e-6);
        return best;
    }

    /** One to three EdgeTPUs or GPUs, and apps that load them by about twice what they can take. */
    private static ClusterSnapshot instance(Random random, int least, int most) {
        int devices = 1 + random.nextInt(3);
        Clusters cluster = new Clusters();
        for (int d = 0; d < devices; d++) {
            cluster.node("n" + d, random.nextInt(3) == 0 ? Clusters.gpu("g", 900L) : Clusters.tpu("t"));
        }
        int apps = least + random.nextInt(most - least + 1);
        // The fewer apps, the more each brings.
        double each = devices / 2.0 * Math.min(1, 7.0 / apps);
        for (int a = 0; a < apps; a++) {
            double serviceMs = 5 + random.nextInt(30);
            String model = "m" + random.nextInt(4);
            cluster.add(Clusters.app("app-" + a)
                    .rate(2 + random.nextInt(25) * each)
                    .slo(random.nextBoolean() ? Objective.MEAN : Objective.P95, 40 + 30 * random.nextInt(6))
                    .onTpu(model + serviceMs, serviceMs, 4 + random.nextInt(15), 1 + random.nextInt(6))
                    .onGpu(model + serviceMs, serviceMs * 0.7, 300));
        }
        return cluster.snapshot();
    }
}
