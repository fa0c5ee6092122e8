package dev.millrace.placement.solver;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.gpu;
import static dev.millrace.placement.testing.Clusters.tpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Lever;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.solver.optaplanner.OptaPlannerSearch;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.PlanAudit;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each lever brings an app that has no place without it. */
class LeversTest {
    private static Plan solve(ClusterSnapshot snapshot, Lever... without) {
        MillraceSolver solver = new MillraceSolver(new QueueingPredictor(), new OptaPlannerSearch(), 50);
        Plan plan = solver.solve(
                snapshot,
                new SolveOptions(Duration.ofMinutes(1), 1, Goal.MAX_APPS, SolveOptions.Order.ARRIVAL, Set.of(without)),
                SolveProgress.NONE);
        PlanAudit.check(snapshot, plan);
        return plan;
    }

    /** One app as large as a device and a half needs two. */
    @Test
    void replicas() {
        ClusterSnapshot snapshot = new Clusters()
                .node("a", gpu("gpu-0", 3072L))
                .node("b", gpu("gpu-0", 3072L))
                .add(app("large")
                        .rate(120)
                        .slo(Objective.MEAN, 500)
                        .replicas(1, 2)
                        .onGpu("large", 10, 100))
                .snapshot();

        assertThat(solve(snapshot).placed()).isOne();
        assertThat(solve(snapshot, Lever.REPLICAS).placed()).isZero();
    }

    /** Half of a device is free, and another: the app fits only in unequal parts. */
    @Test
    void unevenShares() {
        ClusterSnapshot snapshot = new Clusters()
                .node("a", gpu("gpu-0", 3072L))
                .node("b", gpu("gpu-0", 3072L))
                .add(app("base").rate(60).slo(Objective.MEAN, 500).onGpu("base", 10, 100))
                .add(app("large")
                        .rate(110)
                        .slo(Objective.MEAN, 500)
                        .replicas(2, 2)
                        .onGpu("large", 10, 100))
                .snapshot();

        assertThat(solve(snapshot).placed()).isEqualTo(2);
        assertThat(solve(snapshot, Lever.UNEVEN_SHARES).placed()).isOne();
    }

    /** Two models that alternate on one EdgeTPU: first come first served, nearly every request switches. */
    @Test
    void swapAwareServingAndSets() {
        Clusters clusters = new Clusters().node("a", tpu("edgetpu-0"));
        for (String name : new String[] {"one", "two"}) {
            clusters.add(app(name).rate(16).slo(Objective.MEAN, 400).onTpu(name, 20, 25, 3));
        }
        ClusterSnapshot snapshot = clusters.snapshot();

        Plan sets = solve(snapshot);
        assertThat(sets.placed()).isEqualTo(2);
        assertThat(sets.assignments()).extracting(Assignment::coResidentSet).doesNotContainNull();

        Plan swapAware = solve(snapshot, Lever.CO_RESIDENT_SETS);
        assertThat(swapAware.placed()).isEqualTo(2);
        assertThat(swapAware.assignments())
                .extracting(Assignment::coResidentSet)
                .containsOnlyNulls();
        assertThat(swapAware.disciplines()).containsValue(Discipline.SWAP_AWARE);

        assertThat(solve(snapshot, Lever.CO_RESIDENT_SETS, Lever.SWAP_AWARE).placed())
                .isOne();
    }

    /** Served one by one, the app would take more than the device's time. */
    @Test
    void batches() {
        ClusterSnapshot snapshot = new Clusters()
                .node("a", gpu("gpu-0", 3072L))
                .add(app("large")
                        .rate(130)
                        .slo(Objective.MEAN, 500)
                        .on(DeviceClass.GPU, Clusters.GPU, "large", Clusters.batched(10, 2, 100)))
                .snapshot();

        assertThat(solve(snapshot).placed()).isOne();
        assertThat(solve(snapshot, Lever.BATCHES).placed()).isZero();
    }

    /** The EdgeTPU is the first choice of both, and takes one. */
    @Test
    void variants() {
        Clusters clusters = new Clusters().node("a", tpu("edgetpu-0"), gpu("gpu-0", 3072L));
        for (String name : new String[] {"one", "two"}) {
            clusters.add(app(name)
                    .rate(30)
                    .slo(Objective.MEAN, 400)
                    .onTpu(name, 20, 25, 6)
                    .onGpu(name, 20, 100));
        }

        assertThat(solve(clusters.snapshot()).placed()).isEqualTo(2);
        assertThat(solve(clusters.snapshot(), Lever.VARIANTS).placed()).isOne();
    }

    /** Seven cameras wait for six others at most, 60 ms; the 99th percentile of Poisson streams of that load is 74 ms. */
    @Test
    void periodicArrivals() {
        Clusters clusters = new Clusters().node("a", gpu("gpu-0", 3072L));
        for (int i = 0; i < 8; i++) {
            clusters.add(app("camera-" + i).periodic(10).slo(Objective.P99, 60).onGpu("shared", 10, 100));
        }

        assertThat(solve(clusters.snapshot()).placed())
                .isGreaterThan(
                        solve(clusters.snapshot(), Lever.PERIODIC_ARRIVALS).placed());
    }
}
