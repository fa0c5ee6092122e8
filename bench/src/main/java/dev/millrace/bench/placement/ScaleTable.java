package dev.millrace.bench.placement;

import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.Admission;
import dev.millrace.queueing.QueueingPredictor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How planning scales: {@code plan DEVICES SECONDS...} prints apps hosted, wall time and memory for each budget, {@code admit
 * DEVICES} how many apps a second are taken into a cluster at 80 % of what one-by-one admission can host.
 */
public final class ScaleTable {
    private static final double OCCUPANCY = 0.8;
    private static final int WARM_UP = 300;
    private static final int MEASURED = 1000;
    private static final int REFUSALS_WHEN_FULL = 100;
    private static final double NANOS = 1e9;
    private static final long MIB = 1 << 20;

    private ScaleTable() {}

    /** See the class. */
    public static void main(String[] args) {
        ClusterSnapshot snapshot = LargeCluster.of(Integer.parseInt(args[1]), 1);
        if (args[0].equals("admit")) {
            admit(snapshot);
            return;
        }
        line("| devices | apps | budget s | hosted | wall s | memory MiB |%n|---|---|---|---|---|---|%n");
        for (String seconds : List.of(args).subList(2, args.length)) {
            plan(snapshot, Double.parseDouble(seconds));
        }
    }

    private static void plan(ClusterSnapshot snapshot, double seconds) {
        long start = System.nanoTime();
        Plan plan = PlacementSolvers.named("millrace")
                .solve(
                        snapshot,
                        new SolveOptions(
                                Duration.ofMillis((long) (seconds * 1000)),
                                1,
                                Goal.MAX_APPS,
                                SolveOptions.Order.ARRIVAL),
                        SolveProgress.NONE);
        double wall = (System.nanoTime() - start) / NANOS;
        Runtime runtime = Runtime.getRuntime();
        line(
                "| %d | %d | %.0f | %d | %.1f | %d |%n",
                snapshot.nodes().size(),
                snapshot.apps().size(),
                seconds,
                plan.placed(),
                wall,
                (runtime.totalMemory() - runtime.freeMemory()) / MIB);
    }

    private static void admit(ClusterSnapshot snapshot) {
        int full =
                fill(new Admission(snapshot.withApps(List.of()), new QueueingPredictor()), snapshot, Integer.MAX_VALUE);
        Admission admission = new Admission(snapshot.withApps(List.of()), new QueueingPredictor());
        int next = fill(admission, snapshot, (int) (OCCUPANCY * full));
        Churn churn = new Churn(admission, snapshot.apps(), next);
        churn.offer(WARM_UP);
        int before = admission.hosted();
        long start = System.nanoTime();
        int admitted = churn.offer(MEASURED);
        double wall = (System.nanoTime() - start) / NANOS;
        line(
                "%d devices take %d apps one by one; at %d hosted, of %d apps offered in %.2f s (%.0f a second) %d were admitted%n",
                snapshot.nodes().size(), full, before, MEASURED, wall, MEASURED / wall, admitted);
    }

    /** Apps come and go: for each that is admitted one that runs leaves, so that the cluster stays as full as it is. */
    private static final class Churn {
        private final Admission admission;
        private final List<App> apps;
        private final List<Integer> running = new ArrayList<>();
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private final Random random = new Random(1);

        Churn(Admission admission, List<App> apps, int offered) {
            this.admission = admission;
            this.apps = apps;
            for (int app = 0; app < apps.size(); app++) {
                if (app < offered && admission.hosts(apps.get(app).ref())) {
                    running.add(app);
                } else {
                    waiting.add(app);
                }
            }
        }

        int offer(int offers) {
            int admitted = 0;
            for (int i = 0; i < offers; i++) {
                int app = waiting.remove();
                if (admission.admit(apps.get(app)).isPresent()) {
                    admitted++;
                    int leaves = running.set(random.nextInt(running.size()), app);
                    admission.release(apps.get(leaves).ref());
                    waiting.add(leaves);
                } else {
                    waiting.add(app);
                }
            }
            return admitted;
        }
    }

    /** Offers apps in order until so many are hosted or many in a row were refused; the number hosted, or offered. */
    private static int fill(Admission admission, ClusterSnapshot snapshot, int target) {
        int refused = 0;
        int next = 0;
        while (next < snapshot.apps().size() && admission.hosted() < target && refused < REFUSALS_WHEN_FULL) {
            refused = admission.admit(snapshot.apps().get(next++)).isPresent() ? 0 : refused + 1;
        }
        return target == Integer.MAX_VALUE ? admission.hosted() : next;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for this one line
    private static void line(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
        System.out.flush();
    }
}
