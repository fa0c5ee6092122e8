package dev.millrace.bench.placement;

import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Lever;
import dev.millrace.placement.model.Plan;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.DeviceClass;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the planner hosts without one of its levers. */
final class LeverRows {
    private final ClusterSnapshot snapshot;
    private final Duration time;
    private final SimulationReferee referee;
    private final PrintStream out;

    LeverRows(ClusterSnapshot snapshot, Duration time, SimulationReferee referee, PrintStream out) {
        this.snapshot = snapshot;
        this.time = time;
        this.referee = referee;
        this.out = out;
    }

    /** The levers that can change a plan of the cluster. */
    static List<Lever> thatMatter(ClusterSnapshot snapshot) {
        return Arrays.stream(Lever.values())
                .filter(lever -> matters(snapshot, lever))
                .toList();
    }

    private static boolean matters(ClusterSnapshot snapshot, Lever lever) {
        return switch (lever) {
            case SWAP_AWARE, CO_RESIDENT_SETS -> has(snapshot, DeviceClass.EDGE_TPU);
            case BATCHES -> has(snapshot, DeviceClass.GPU);
            case CPU_DEVICES -> has(snapshot, DeviceClass.CPU);
            case REPLICAS -> snapshot.apps().stream().anyMatch(app -> app.maxReplicas() > app.minReplicas());
            case UNEVEN_SHARES -> snapshot.apps().stream().anyMatch(app -> app.maxReplicas() > 1);
            case VARIANTS ->
                snapshot.apps().stream().anyMatch(app -> app.variants().size() > 1);
            case PERIODIC_ARRIVALS ->
                snapshot.apps().stream().map(App::arrivals).anyMatch(LeverRows::periodic);
            case SEARCH -> true;
        };
    }

    private static boolean periodic(ArrivalProcess arrivals) {
        return arrivals.kind() == ArrivalProcess.Kind.PERIODIC;
    }

    private static boolean has(ClusterSnapshot snapshot, DeviceClass deviceClass) {
        return snapshot.nodes().stream()
                .flatMap(node -> node.devices().stream())
                .anyMatch(device -> device.deviceClass() == deviceClass);
    }

    /** Prints the row of a lever; the number of apps whose objective holds. */
    int without(Lever lever) {
        SolveOptions options = new SolveOptions(time, 1, Goal.MAX_APPS, SolveOptions.Order.ARRIVAL, Set.of(lever));
        Plan plan = PlacementSolvers.named("millrace").solve(snapshot, options, SolveProgress.NONE);
        int met = referee.met(snapshot, plan);
        out.printf(
                Locale.ROOT,
                "| millrace without %s | own | %d | %d | %d |%n",
                name(lever),
                plan.placed(),
                met,
                plan.placed() - met);
        out.flush();
        return met;
    }

    static String name(Lever lever) {
        return switch (lever) {
            case SWAP_AWARE -> "swap-aware serving";
            case CO_RESIDENT_SETS -> "co-resident sets";
            case BATCHES -> "batches";
            case REPLICAS -> "replicas";
            case UNEVEN_SHARES -> "uneven shares";
            case VARIANTS -> "a choice of variants";
            case CPU_DEVICES -> "CPU devices";
            case PERIODIC_ARRIVALS -> "periodic arrivals";
            case SEARCH -> "search";
        };
    }
}
