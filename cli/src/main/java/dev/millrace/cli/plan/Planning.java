package dev.millrace.cli.plan;

import dev.millrace.cli.Progress;
import dev.millrace.cli.input.Situation;
import dev.millrace.placement.PlacementSolver;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Policy;
import dev.millrace.queueing.QueueingPredictor;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * A plan and what it gives every app.
 *
 * @param evaluation of the plan by the accurate predictor
 * @param predictor one that remembers what was asked while planning
 */
public record Planning(Plan plan, PlanEvaluation evaluation, RememberingPredictor predictor) {
    /** Of the time given, what is kept for the figures of the finished plan and for printing them. */
    private static final double REPORTING_SHARE = 0.05;

    /** Accurate figures of one device where they have to be simulated, on one core; bench/ranges/predictor.md. */
    static final long FIGURES_MILLIS = 100;

    /** By so much a plan may end late; it is not kept back. */
    private static final long TOLERATED_MILLIS = 500;

    private static final double MOST_REPORTING_SHARE = 0.25;

    /** The same on a machine whose cores others use: figures take longer there by a factor that is not known beforehand. */
    private static final double MOST_REPORTING_SHARE_BUSY = 0.5;

    /** Waiting for a pipe or an API server takes wall time too. */
    private static final double MOST_SLOWNESS = 4;

    /** What the solver gets even where a slow machine has used up the time on reading. */
    private static final Duration LEAST_SOLVE_TIME = Duration.ofMillis(500);

    /**
     * Plans all apps within the time that the options give, counted from {@code startedNanos}.
     *
     * @param reports how often the finished plan is to be predicted: once for its figures, and for each further question
     * @param startedNanos {@link System#nanoTime()} when the command began
     */
    public static Planning run(
            Situation situation, SolverOptions options, int reports, long startedNanos, Progress progress) {
        Policy policy = situation.snapshot().policy();
        RememberingPredictor predictor = new RememberingPredictor(new QueueingPredictor());
        PlacementSolver solver = PlacementSolvers.named(options.algorithm(policy), predictor);
        Duration total = options.time(policy);
        Duration spent = Duration.ofNanos(System.nanoTime() - startedNanos);
        Duration remaining = total.minusMillis(reportingMillis(situation.snapshot(), total, reports))
                .minus(spent);
        Duration least = LEAST_SOLVE_TIME.compareTo(total) < 0 ? LEAST_SOLVE_TIME : total;
        if (remaining.compareTo(least) < 0) {
            remaining = least;
        }
        progress.note("reading took " + spent.toMillis() + " ms of " + total.toMillis() + " ms, planning may take "
                + remaining.toMillis() + " ms");
        long solving = System.nanoTime();
        Plan plan = solver.solve(
                situation.snapshot(),
                options.solve(policy, remaining),
                (placed, offered, phase) ->
                        progress.show("planning: " + phase + ", " + placed + " of " + offered + " apps placed"));
        progress.note("the solver took "
                + Duration.ofNanos(System.nanoTime() - solving).toMillis() + " ms");
        progress.show("planning: figures of the plan");
        Duration left = total.minusNanos(System.nanoTime() - startedNanos);
        PlanEvaluation evaluation = Figures.of(situation.snapshot(), plan, predictor, left, progress);
        progress.clear();
        progress.note("planned after "
                + Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() + " ms");
        return new Planning(plan, evaluation, predictor);
    }

    /** Time to keep back for the figures of the plan: they follow from the number of devices, not from the time to plan. */
    private static long reportingMillis(ClusterSnapshot snapshot, Duration total, int reports) {
        long devices = snapshot.nodes().stream()
                .mapToLong(node -> node.devices().size())
                .sum();
        long figures = reports * devices * FIGURES_MILLIS / Runtime.getRuntime().availableProcessors();
        double slowness = slowness();
        double most = Math.min(MOST_REPORTING_SHARE_BUSY, MOST_REPORTING_SHARE * slowness);
        double share = Math.min(most, (slowness * figures - TOLERATED_MILLIS) / total.toMillis());
        return (long) (total.toMillis() * Math.max(REPORTING_SHARE * reports, share));
    }

    /**
     * How much longer than on an idle machine this process has taken so far, at least 1: while it starts and reads it keeps
     * one core busy, the compiler aside, so that less CPU time than wall time means that others have the cores.
     */
    static double slowness() {
        double cpuMillis = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
        double wallMillis = ManagementFactory.getRuntimeMXBean().getUptime();
        return cpuMillis <= 0 ? 1 : Math.clamp(wallMillis / cpuMillis, 1, MOST_SLOWNESS);
    }
}
