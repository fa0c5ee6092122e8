package dev.millrace.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.PlanAudit;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.ArrivalProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What runs stays where it is unless an objective, a priority or a lost device needs it to move. */
class StabilityTest {
    private static final long STEPS = 40;

    private static Plan plan(ClusterSnapshot snapshot, Goal goal) {
        MillraceSolver solver = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), STEPS);
        SolveOptions options = new SolveOptions(Duration.ofMinutes(1), 1, goal, SolveOptions.Order.ARRIVAL);
        return solver.solve(snapshot, options, SolveProgress.NONE);
    }

    /** A mixed cluster with all its apps in place. */
    private static ClusterSnapshot settled(Goal goal) {
        Clusters cluster = Clusters.random(31, 14);
        Plan first = plan(cluster.snapshot(), goal);
        ClusterSnapshot all = cluster.snapshot();
        Set<String> hosted = PlanAudit.hosted(first);
        List<App> apps = all.apps().stream()
                .filter(app -> hosted.contains(app.ref().name()))
                .toList();
        return new ClusterSnapshot(apps, all.nodes(), all.policy(), first.assignments(), first.disciplines());
    }

    private static long moved(ClusterSnapshot before, Plan after, AppRef except) {
        Map<AppRef, Set<DeviceRef>> places = new HashMap<>();
        before.running()
                .forEach(one -> places.computeIfAbsent(one.app(), key -> new java.util.TreeSet<>())
                        .add(one.device()));
        Map<AppRef, Set<DeviceRef>> now = new HashMap<>();
        after.assignments()
                .forEach(one -> now.computeIfAbsent(one.app(), key -> new java.util.TreeSet<>())
                        .add(one.device()));
        return places.entrySet().stream()
                .filter(place -> !place.getKey().equals(except))
                .filter(place -> !place.getValue().equals(now.get(place.getKey())))
                .count();
    }

    @ParameterizedTest
    @EnumSource(Goal.class)
    void theSameSnapshotMovesNothing(Goal goal) {
        ClusterSnapshot settled = settled(goal);

        Plan again = plan(settled, goal);

        assertThat(again.refusals()).isEmpty();
        assertThat(again.assignments()).isEqualTo(settled.running());
        assertThat(again.disciplines()).isEqualTo(settled.disciplines());
    }

    @ParameterizedTest
    @EnumSource(Goal.class)
    void aLittleMoreTrafficOfOneMovesNoOther(Goal goal) {
        ClusterSnapshot settled = settled(goal);
        for (App changed : settled.apps().subList(0, 4)) {
            List<App> apps = new ArrayList<>(settled.apps());
            apps.replaceAll(app -> app.equals(changed) ? faster(app) : app);
            ClusterSnapshot next = new ClusterSnapshot(
                    apps, settled.nodes(), settled.policy(), settled.running(), settled.disciplines());

            Plan again = plan(next, goal);

            assertThat(again.refusals()).isEmpty();
            assertThat(moved(settled, again, changed.ref())).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Goal.class)
    void whenADeviceIsLostTheHighestPrioritiesStay(Goal goal) {
        Clusters cluster = new Clusters().node("a", Clusters.gpu("g", 3000L)).node("b", Clusters.gpu("g", 3000L));
        List<Assignment> running = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            cluster.add(Clusters.app("app-" + i).rate(20).priority(i).onGpu("m" + i, 10, 100));
            running.add(new Assignment(
                    new AppRef("site", "app-" + i),
                    new DeviceRef(i % 2 == 0 ? "a" : "b", "g"),
                    Clusters.GPU,
                    1,
                    1,
                    null));
        }
        ClusterSnapshot whole = cluster.running(running).snapshot();
        assertThat(plan(whole, goal).refusals()).isEmpty();
        List<Node> nodes = whole.nodes().stream()
                .map(node -> node.name().equals("b") ? without(node) : node)
                .toList();

        Plan after = plan(new ClusterSnapshot(whole.apps(), nodes, whole.policy(), whole.running(), Map.of()), goal);

        Set<String> hosted = PlanAudit.hosted(after);
        assertThat(hosted).isNotEmpty().isEqualTo(highest(hosted.size()));
    }

    private static Set<String> highest(int count) {
        return java.util.stream.IntStream.range(6 - count, 6)
                .mapToObj(i -> "app-" + i)
                .collect(Collectors.toSet());
    }

    private static Node without(Node node) {
        List<DeviceSpec> ill = node.devices().stream()
                .map(device -> new DeviceSpec(
                        device.name(),
                        device.deviceClass(),
                        device.type(),
                        device.memoryBytes(),
                        device.onChipBytes(),
                        false))
                .toList();
        return new Node(
                node.name(),
                node.labels(),
                node.taints(),
                node.ready(),
                node.cores(),
                node.memoryBytes(),
                node.pricePerHour(),
                ill);
    }

    private static App faster(App app) {
        ArrivalProcess arrivals = app.arrivals();
        return new App(
                app.ref(),
                app.created(),
                new ArrivalProcess(arrivals.kind(), arrivals.ratePerSecond() * 1.02, arrivals.cv2()),
                app.slo(),
                app.preprocessMs(),
                app.networkMs(),
                app.minReplicas(),
                app.maxReplicas(),
                app.priority(),
                app.dedicated(),
                app.nodeSelector(),
                app.tolerations(),
                app.variants());
    }
}
