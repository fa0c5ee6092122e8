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
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Lever;
import dev.millrace.placement.model.Plan;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Apps hosted with their objectives kept, by algorithm, and the ratios between them. The table is Markdown.
 *
 * <p>Arguments: seconds for each plan of the planner, then folders of manifests.
 */
public final class PlacementTable {
    private static final String PLANNER = "millrace";
    private static final String IBIS = "ibis-bfs";
    private static final String IBIS_DEPTH = "ibis-dfs";
    private static final Duration PREFIX_TIME = Duration.ofSeconds(8);

    private final SimulationReferee referee = new SimulationReferee();
    private final Duration time;
    private final PrintStream out;
    private final List<Double> overMemory = new ArrayList<>();
    private final List<Double> overGranted = new ArrayList<>();
    private final List<Double> overPrefix = new ArrayList<>();
    private final List<Double> overIbis = new ArrayList<>();
    private final List<Double> overIbisSmallest = new ArrayList<>();
    private final List<Double> ofBound = new ArrayList<>();
    private final List<Double> inOrderCounts = new ArrayList<>();
    private final Map<Lever, List<Double>> leverCounts = new EnumMap<>(Lever.class);

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
                "%n## %s%n%d apps offered, upper bound without switching %.0f (%.0f at the planner's limit on load).%n%n",
                name(folder),
                snapshot.apps().size(),
                bound,
                UpperBound.of(snapshot, snapshot.policy().maxUtilization()));
        line("| algorithm | order | placed | SLO met | violations |%n|---|---|---|---|---|%n");
        int memory = 0;
        int granted = 0;
        int memoryPrefix = 0;
        int ibis = 0;
        for (String algorithm : PlacementSolvers.names()) {
            if (!algorithm.equals(PLANNER)) {
                int met = row(snapshot, algorithm, Order.ARRIVAL);
                ibis = algorithm.equals(IBIS) ? met : ibis;
                if (!algorithm.startsWith("ibis")) {
                    memoryPrefix = Math.max(memoryPrefix, prefix(snapshot, algorithm));
                    memory = Math.max(memory, Math.max(met, memoryPrefix));
                    granted = Math.max(granted, Math.max(memory, grantedMet(snapshot, algorithm)));
                }
            }
        }
        int ibisSmallest = row(snapshot, IBIS, Order.SMALLEST);
        int ours = row(snapshot, PLANNER, Order.ARRIVAL);
        LeverRows levers = new LeverRows(snapshot, time, referee, out);
        for (Lever lever : LeverRows.thatMatter(snapshot)) {
            leverCounts.computeIfAbsent(lever, key -> new ArrayList<>()).add(levers.without(lever) / (double) ours);
        }
        Plan inOrder = inOrder(snapshot);
        int inOrderMet = referee.met(snapshot, inOrder);
        line(
                "| millrace, goal InOrder | arrival | %d | %d | %d |%n",
                inOrder.placed(), inOrderMet, inOrder.placed() - inOrderMet);
        inOrderCounts.add(inOrderMet / (double) ours);
        int ourPrefix = inOrderMet < inOrder.placed() ? 0 : ourPrefix(snapshot, inOrder);
        int ibisPrefix = Math.max(prefix(snapshot, IBIS), prefix(snapshot, IBIS_DEPTH));
        line(
                "%nBest reading of memory alone, all apps or the longest prefix offered: %d; with co-residency granted where"
                        + " everything on a device fits, and batches on GPUs: %d%n%nPrefix: %d, of memory alone %d, of Ibis %d%n",
                memory, granted, ourPrefix, memoryPrefix, ibisPrefix);
        overGranted.add(ours / Math.max(1.0, granted));
        overPrefix.add(ourPrefix / Math.max(1.0, memoryPrefix));
        overMemory.add(ours / Math.max(1.0, memory));
        overIbis.add(ours / Math.max(1.0, ibis));
        overIbisSmallest.add(ours / Math.max(1.0, ibisSmallest));
        ofBound.add(ours / bound);
    }

    /** Apps with SLO met where all that fits on chip together is taken to stay there, and GPUs to batch. */
    private int grantedMet(ClusterSnapshot snapshot, String algorithm) {
        Plan plan = PlacementSolvers.named(algorithm)
                .solve(snapshot, new SolveOptions(time, 1, Goal.MAX_APPS, Order.ARRIVAL), SolveProgress.NONE);
        return referee.met(snapshot, GrantedLevers.of(snapshot, plan));
    }

    private static Plan inOrder(ClusterSnapshot snapshot) {
        return PlacementSolvers.named(PLANNER)
                .solve(snapshot, new SolveOptions(PREFIX_TIME, 1, Goal.IN_ORDER, Order.ARRIVAL), SolveProgress.NONE);
    }

    /** First apps in arrival order that the plan hosts without a gap. */
    private static int ourPrefix(ClusterSnapshot snapshot, Plan plan) {
        Set<AppRef> hosted = plan.assignments().stream().map(Assignment::app).collect(Collectors.toSet());
        List<App> arrivals = snapshot.apps().stream().sorted(App.ARRIVAL_ORDER).toList();
        int prefix = 0;
        while (prefix < arrivals.size() && hosted.contains(arrivals.get(prefix).ref())) {
            prefix++;
        }
        return prefix;
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
        line("%n## Ratios%nGeometric means of the planner's count over:%n%n| against | ratio |%n|---|---|%n");
        line("| most apps with SLO met by memory alone, the better of both readings | %.2f |%n", mean(overMemory));
        line("| the same, with co-residency and batches granted to it | %.2f |%n", mean(overGranted));
        line("| ibis-bfs | %.2f |%n", mean(overIbis));
        line("| ibis-bfs, smallest first | %.2f |%n", mean(overIbisSmallest));
        line("| upper bound without switching | %.2f |%n", mean(ofBound));
        line("| prefix (goal InOrder) over the best prefix of memory alone | %.2f |%n", mean(overPrefix));
        line(
                "%n## Levers%nCounts without one lever as a fraction of the count with all, geometric means over the clusters that it"
                        + " could matter in:%n%n| without | clusters | fraction |%n|---|---|---|%n");
        leverCounts.forEach(
                (lever, counts) -> line("| %s | %d | %.3f |%n", LeverRows.name(lever), counts.size(), mean(counts)));
        line("| choosing whom to host (goal InOrder, 8 s) | %d | %.3f |%n", inOrderCounts.size(), mean(inOrderCounts));
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
