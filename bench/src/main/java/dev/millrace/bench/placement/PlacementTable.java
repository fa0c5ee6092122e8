package dev.millrace.bench.placement;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveOptions.Order;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.baseline.UpperBound;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Plan;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Apps hosted with their objectives kept, by algorithm, and the ratios between them. The table is Markdown.
 *
 * <p>Arguments: seconds for each plan of the planner, then folders of manifests.
 */
public final class PlacementTable {
    private static final String PLANNER = "millrace";
    private static final String IBIS = "ibis-bfs";

    private final SimulationReferee referee = new SimulationReferee();
    private final Duration time;
    private final PrintStream out;
    private final List<Double> overMemory = new ArrayList<>();
    private final List<Double> overIbis = new ArrayList<>();
    private final List<Double> overIbisSmallest = new ArrayList<>();
    private final List<Double> ofBound = new ArrayList<>();

    private PlacementTable(Duration time, PrintStream out) {
        this.time = time;
        this.out = out;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        PlacementTable table =
                new PlacementTable(Duration.ofMillis((long) (Double.parseDouble(args[0]) * 1000)), System.out);
        for (String folder : List.of(args).subList(1, args.length)) {
            table.compare(Path.of(folder));
        }
        table.ratios();
    }

    private void compare(Path folder) throws Exception {
        Manifests objects = ManifestReader.read(List.of(folder), true, InputStream.nullInputStream());
        ClusterSnapshot snapshot = SnapshotBuilder.build(
                        objects.apps(), objects.models(), objects.profiles(), objects.nodes(), objects.policies())
                .snapshot();
        double bound = UpperBound.of(snapshot, 1);
        line(
                "%n%s: %d apps offered, upper bound without switching %.0f%n",
                name(folder), snapshot.apps().size(), bound);
        line("| algorithm | order | placed | SLO met | violations |%n|---|---|---|---|---|%n");
        int memory = 0;
        int ibis = 0;
        for (String algorithm : PlacementSolvers.names()) {
            if (!algorithm.equals(PLANNER)) {
                int met = row(snapshot, algorithm, Order.ARRIVAL);
                ibis = algorithm.equals(IBIS) ? met : ibis;
                if (!algorithm.startsWith("ibis")) {
                    memory = Math.max(memory, Math.max(met, prefix(snapshot, algorithm)));
                }
            }
        }
        int ibisSmallest = row(snapshot, IBIS, Order.SMALLEST);
        int ours = row(snapshot, PLANNER, Order.ARRIVAL);
        line("%nBest reading of memory alone, all apps or the longest prefix offered: %d%n", memory);
        overMemory.add(ours / Math.max(1.0, memory));
        overIbis.add(ours / Math.max(1.0, ibis));
        overIbisSmallest.add(ours / Math.max(1.0, ibisSmallest));
        ofBound.add(ours / bound);
    }

    private int row(ClusterSnapshot snapshot, String algorithm, Order order) {
        Plan plan = PlacementSolvers.named(algorithm)
                .solve(snapshot, new SolveOptions(time, 1, Goal.MAX_APPS, order), SolveProgress.NONE);
        int met = referee.met(snapshot, plan);
        String orderName = algorithm.equals(PLANNER) ? "own" : order.name().toLowerCase(Locale.ROOT);
        line("| %s | %s | %d | %d | %d |%n", algorithm, orderName, plan.placed(), met, plan.placed() - met);
        return met;
    }

    /** The most apps in arrival order that, offered alone, are all hosted with their objectives kept. */
    private int prefix(ClusterSnapshot snapshot, String algorithm) {
        List<App> arrivals = snapshot.apps().stream().sorted(App.ARRIVAL_ORDER).toList();
        for (int n = 1; n <= arrivals.size(); n++) {
            ClusterSnapshot first = new ClusterSnapshot(
                    arrivals.subList(0, n),
                    snapshot.nodes(),
                    snapshot.policy(),
                    snapshot.running(),
                    snapshot.disciplines());
            Plan plan = PlacementSolvers.named(algorithm)
                    .solve(first, new SolveOptions(time, 1, Goal.IN_ORDER, Order.ARRIVAL), SolveProgress.NONE);
            if (referee.met(first, plan) < n) {
                return n - 1;
            }
        }
        return arrivals.size();
    }

    private void ratios() {
        line("%nGeometric means of the planner's count over:%n| against | ratio |%n|---|---|%n");
        line("| most apps with SLO met by memory alone, the better of both readings | %.2f |%n", mean(overMemory));
        line("| ibis-bfs | %.2f |%n", mean(overIbis));
        line("| ibis-bfs, smallest first | %.2f |%n", mean(overIbisSmallest));
        line("| upper bound without switching | %.2f |%n", mean(ofBound));
    }

    private static double mean(List<Double> ratios) {
        return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
    }

    private static String name(Path folder) {
        Path parent = folder.toAbsolutePath().getParent();
        return String.valueOf(parent == null ? folder : parent.getFileName());
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for this one line
    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }
}
