package dev.millrace.placement.solver.optaplanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.Configuration;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.solver.Deadline;
import dev.millrace.placement.solver.Merit;
import dev.millrace.placement.solver.PlanState;
import dev.millrace.placement.solver.SearchScope;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.DeviceClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.optaplanner.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;

/** The score kept move by move equals the score computed from nothing, feasible or not. */
class IncrementalScoreTest {
    private static final int MOVES = 400;
    private static final int MANY = 1_000_000;

    /** How many moves share one recomputation; each has its own with -Dmillrace.long. */
    private static final int COMPARED = Boolean.getBoolean("millrace.long") ? 1 : 25;

    /** How many moves share one recomputation with an evaluator that has seen nothing yet. */
    private static final int FROM_NOTHING = 100_000;

    private static final int REJECTED = 20_000;

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

    /**
     * Moves, removals, exchanges and splits of apps, and other ways to serve a device: the ladder is climbed where a verdict
     * is taken back, so that disciplines, batches and co-resident sets change too. Few classes of apps, so that contents recur.
     */
    @Test
    void staysEqualOverAMillionMoves() {
        ClusterSnapshot snapshot = alike();
        Problem problem = new Problem(snapshot);
        CellEvaluator evaluator = new CellEvaluator(new QueueingPredictor(), snapshot.policy());
        Merit merit = new Merit(problem);
        List<Integer> active = IntStream.range(0, problem.apps().size()).boxed().toList();
        PlanState mirror = new PlanState(problem, evaluator);
        SearchContext context =
                new SearchContext(mirror, merit, new SearchScope(active, 1000, Deadline.in(Duration.ofHours(1)), 1, 5));
        List<HostedApp> entities = new ArrayList<>();
        active.forEach(app -> entities.add(new HostedApp(app, null, List.of())));
        PlacementSolution solution = new PlacementSolution(entities, context);
        PlacementScore score = new PlacementScore();
        score.resetWorkingSolution(solution);
        Random random = new Random(5);
        Map<CellContent, List<Integer>> rejected = new HashMap<>();
        Set<String> ways = new TreeSet<>();
        int feasible = 0;

        for (int move = 1; move <= MANY; move++) {
            HostedApp first = entities.get(random.nextInt(entities.size()));
            if (random.nextInt(4) == 0) {
                HostedApp second = entities.get(random.nextInt(entities.size()));
                exchange(score, problem, first, second);
            } else {
                List<Option> options = problem.options(first.getAppIndex());
                set(score, first, random.nextInt(3) == 0 ? null : hosting(options, random));
            }
            if (move % REJECTED == 0) {
                reject(mirror, evaluator, random.nextInt(problem.cells().size()), rejected);
                score.resetWorkingSolution(solution);
            }
            HardMediumSoftLongScore kept = score.calculateScore();
            feasible += kept.isFeasible() ? 1 : 0;
            if (move % COMPARED == 0) {
                assertThat(kept).isEqualTo(PlacementScore.recompute(mirror, merit, active));
            }
            if (move % FROM_NOTHING == 0) {
                CellEvaluator fresh = new CellEvaluator(new QueueingPredictor(), snapshot.policy());
                rejected.forEach((content, devices) -> fresh.reject(content, devices));
                PlanState again = new PlanState(problem, fresh);
                again.restore(mirror.hostings());
                assertThat(kept).isEqualTo(PlacementScore.recompute(again, merit, active));
            }
            if (move % COMPARED == 0) {
                mirror.problem().cells().forEach(cell -> ways.addAll(ways(mirror, cell.index())));
            }
        }

        assertThat(feasible).isBetween(MANY / 100, MANY - MANY / 100);
        assertThat(ways).contains("FCFS", "SWAP_AWARE", "batch 1", "batch 4", "setA");
    }

    private static Set<String> ways(PlanState mirror, int cell) {
        Set<String> ways = new TreeSet<>();
        if (!mirror.content(cell).tenants().isEmpty()) {
            Configuration configuration = mirror.verdict(cell).configuration();
            configuration.disciplines().forEach(discipline -> ways.add(discipline.name()));
            configuration.maxBatch().forEach(batch -> ways.add("batch " + batch));
            configuration.sets().forEach(set -> set.ifPresent(ways::add));
        }
        return ways;
    }

    /** The cell is to be served another way from now on; so is any other with the same content. */
    private static void reject(
            PlanState mirror, CellEvaluator evaluator, int cell, Map<CellContent, List<Integer>> rejected) {
        CellContent content = mirror.content(cell);
        if (!content.tenants().isEmpty() && mirror.verdict(cell).feasible() && !rejected.containsKey(content)) {
            evaluator.reject(content, List.of(0));
            rejected.put(content, List.of(0));
            mirror.problem().cells().forEach(other -> mirror.forget(other.index()));
        }
    }

    private static void exchange(PlacementScore score, Problem problem, HostedApp first, HostedApp second) {
        Hosting a = first.getHosting();
        Hosting b = second.getHosting();
        set(score, first, null);
        set(score, second, null);
        set(score, first, at(problem, first, b));
        if (first != second) {
            set(score, second, at(problem, second, a));
        }
    }

    /** The app where the other one was; nowhere if it may not run there. */
    private static @Nullable Hosting at(Problem problem, HostedApp app, @Nullable Hosting where) {
        return where == null
                ? null
                : problem.options(app.getAppIndex()).stream()
                        .filter(option -> where.uses(option.site()))
                        .findFirst()
                        .map(Hosting::whole)
                        .orElse(null);
    }

    private static void set(PlacementScore score, HostedApp app, @Nullable Hosting to) {
        score.beforeVariableChanged(app, HostedApp.VARIABLE);
        app.setHosting(to);
        score.afterVariableChanged(app, HostedApp.VARIABLE);
    }

    private static ClusterSnapshot alike() {
        Clusters cluster = new Clusters()
                .node("a", Clusters.tpu("edgetpu-0"))
                .node("b", Clusters.tpu("edgetpu-1"))
                .node("c", Clusters.gpu("gpu-0", 1200L));
        for (int i = 0; i < 3; i++) {
            cluster.add(
                    Clusters.app("small-" + i)
                            .rate(10)
                            .onTpu("s", 4, 6, 2)
                            .on(DeviceClass.GPU, Clusters.GPU, "s", Clusters.batched(4, 2, 500)),
                    Clusters.app("medium-" + i).rate(8).priority(i).onTpu("m", 10, 8, 3),
                    Clusters.app("large-" + i)
                            .rate(12)
                            .slo(Objective.P95, 250)
                            .onTpu("l", 16, 12, 6)
                            .on(DeviceClass.GPU, Clusters.GPU, "l", Clusters.batched(20, 4, 500)));
        }
        return cluster.snapshot();
    }
}
