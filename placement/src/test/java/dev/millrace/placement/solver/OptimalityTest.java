package dev.millrace.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.CellReferee;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.problem.Site;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On instances small enough to try every assignment, the planner hosts as many apps as the best of them, but for a few. */
class OptimalityTest {
    private static final int INSTANCES = 50;
    private static final long STEPS = 300;

    /** Instances in which the search stays one app short, whatever its steps. The cause is not known yet. */
    private static final int MOST_MISSING = 2;

    private static final Duration AMPLE = Duration.ofMinutes(1);

    @Test
    void hostsAsManyAsTheBestAssignment() {
        int[] best = new int[INSTANCES];
        int[] hosted = new int[INSTANCES];
        for (int i = 0; i < INSTANCES; i++) {
            ClusterSnapshot snapshot = instance(new Random(900 + i));
            best[i] = optimum(snapshot);
            MillraceSolver solver = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), STEPS);
            Plan plan = solver.solve(
                    snapshot,
                    new SolveOptions(AMPLE, 1, Goal.MAX_APPS, SolveOptions.Order.ARRIVAL),
                    SolveProgress.NONE);
            hosted[i] = plan.placed();
        }

        int missing = 0;
        for (int i = 0; i < INSTANCES; i++) {
            assertThat(hosted[i]).as("instance %d", i).isBetween(best[i] - 1, best[i]);
            missing += best[i] - hosted[i];
        }
        assertThat(missing).as("instances one below the best assignment").isLessThanOrEqualTo(MOST_MISSING);
        assertThat(Arrays.stream(best).distinct().count())
                .as("different optima")
                .isGreaterThan(2);
    }

    /** One to three EdgeTPUs or GPUs, four to seven apps that load them by about twice what they can take. */
    private static ClusterSnapshot instance(Random random) {
        int devices = 1 + random.nextInt(3);
        Clusters cluster = new Clusters();
        for (int d = 0; d < devices; d++) {
            cluster.node("n" + d, random.nextInt(3) == 0 ? Clusters.gpu("g", 900L) : Clusters.tpu("t"));
        }
        int apps = 4 + random.nextInt(4);
        for (int a = 0; a < apps; a++) {
            double serviceMs = 5 + random.nextInt(30);
            String model = "m" + random.nextInt(4);
            cluster.add(Clusters.app("app-" + a)
                    .rate(2 + random.nextInt(25) * devices / 2.0)
                    .slo(random.nextBoolean() ? Objective.MEAN : Objective.P95, 40 + 30 * random.nextInt(6))
                    .onTpu(model + serviceMs, serviceMs, 4 + random.nextInt(15), 1 + random.nextInt(6))
                    .onGpu(model + serviceMs, serviceMs * 0.7, 300));
        }
        return cluster.snapshot();
    }

    /** By dynamic programming over devices and subsets of apps, each pair judged by the planner's own referee. */
    private static int optimum(ClusterSnapshot snapshot) {
        Problem problem = new Problem(snapshot);
        CellEvaluator evaluator = new CellEvaluator(new QueueingPredictor(), snapshot.policy());
        CellReferee referee = new CellReferee(new QueueingPredictor(), snapshot.policy(), 1_500_000);
        int subsets = 1 << problem.apps().size();
        boolean[] packed = new boolean[subsets];
        packed[0] = true;
        for (Site site : problem.sites()) {
            boolean[] fits = new boolean[subsets];
            for (int subset = 0; subset < subsets; subset++) {
                fits[subset] = fits(problem, evaluator, referee, site, subset);
            }
            boolean[] next = new boolean[subsets];
            for (int subset = 0; subset < subsets; subset++) {
                for (int there = subset; ; there = (there - 1) & subset) {
                    next[subset] |= fits[there] && packed[subset ^ there];
                    if (there == 0) {
                        break;
                    }
                }
            }
            packed = next;
        }
        int best = 0;
        for (int subset = 0; subset < subsets; subset++) {
            best = packed[subset] ? Math.max(best, Integer.bitCount(subset)) : best;
        }
        return best;
    }

    private static boolean fits(Problem problem, CellEvaluator evaluator, CellReferee referee, Site site, int subset) {
        PlanState state = new PlanState(problem, evaluator);
        for (int app = 0; app < problem.apps().size(); app++) {
            if ((subset >> app & 1) != 0) {
                Option option = problem.options(app).stream()
                        .filter(each -> each.site().index() == site.index())
                        .findFirst()
                        .orElse(null);
                if (option == null || !state.admits(option, 1)) {
                    return false;
                }
                state.place(Hosting.whole(option));
            }
        }
        if (subset == 0) {
            return true;
        }
        var content = state.content(site.cell());
        while (evaluator.verdict(content).feasible()) {
            var configuration = evaluator.verdict(content).configuration();
            referee.judge(content, configuration, () -> false);
            var missed = referee.judgement(content, configuration).orElseThrow();
            if (missed.isEmpty()) {
                return true;
            }
            evaluator.reject(content, java.util.List.copyOf(missed));
        }
        return false;
    }
}
