package dev.millrace.placement.cell;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.gpu;
import static dev.millrace.placement.testing.Clusters.tpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.QueueingPredictor;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoughEstimateTest {
    private static final double EXACT_P95_MS = 30.51;

    /** M/D/1 at load 0.5: D + rho D / (2 (1 - rho)) = 15 ms. */
    @Test
    void theMeanOfOneCopyOnAnEdgeTpuIsExact() {
        holdsBetween(
                14.8,
                15.2,
                tpu("tpu"),
                bound -> app("a").rate(50).slo(Objective.MEAN, bound).onTpu("m", 10, 0, 1));
    }

    /** One copy alone is M/D/1 as well: 15 ms at load 0.5. */
    @Test
    void theMeanOfOneCopyOnAGpuIsExact() {
        holdsBetween(
                14.8,
                15.2,
                gpu("gpu", 3072L),
                bound -> app("a").rate(50).slo(Objective.MEAN, bound).onGpu("m", 10, 100));
    }

    /** A copy that is seldom asked for is slowed down by the load of the other: D / (1 - rho) = 20 ms beside 0.5. */
    @Test
    void copiesOnAGpuShareIt() {
        holdsBetween(
                19.7,
                20.3,
                gpu("gpu", 3072L),
                bound -> app("b").rate(0.01).slo(Objective.MEAN, bound).onGpu("n", 10, 100),
                app("a").rate(50).slo(Objective.MEAN, 400).onGpu("m", 10, 100));
    }

    /** Beside a heavy copy a light one waits for the end of a busy period: the wait of all, divided by 1 less the load. */
    @Test
    void aLightCopyBesideAHeavyOneWaitsLongest() {
        holdsBetween(
                100,
                400,
                tpu("tpu"),
                bound -> app("b").rate(0.5).slo(Objective.MEAN, bound).onTpu("b", 20, 20, 6),
                app("a").rate(40).slo(Objective.MEAN, 100).onTpu("a", 20, 20, 6));
    }

    /** M/D/1 at load 0.5: by the exact distribution 95 of 100 wait less than 2.051 D. */
    @Test
    void theTailOfOneCopyOnAnEdgeTpuIsThatOfTheExactDistribution() {
        holdsBetween(
                EXACT_P95_MS * 0.97,
                EXACT_P95_MS * 1.03,
                tpu("tpu"),
                bound -> app("a").rate(50).slo(Objective.P95, bound).onTpu("m", 10, 0, 1));
    }

    /** Two copies that do not fit on chip together: first come first served is an overload, avoiding switches is not. */
    @Test
    void anEdgeTpuThatAvoidsSwitchesHoldsMore() {
        holdsBetween(
                40,
                400,
                tpu("tpu"),
                bound -> app("a").rate(16).slo(Objective.MEAN, bound).onTpu("a", 20, 25, 6),
                app("b").rate(16).slo(Objective.MEAN, 400).onTpu("b", 20, 25, 6));
    }

    /** The device holds the app and the others at the higher bound on the app, in ms, and not at the lower. */
    private static void holdsBetween(
            double low,
            double high,
            DeviceSpec device,
            DoubleFunction<Clusters.AppBuilder> app,
            Clusters.AppBuilder... others) {
        assertThat(holds(device, with(app.apply(high), others))).isTrue();
        assertThat(holds(device, with(app.apply(low), others))).isFalse();
    }

    private static Clusters.AppBuilder[] with(Clusters.AppBuilder app, Clusters.AppBuilder... others) {
        return Stream.concat(Stream.of(app), Stream.of(others)).toArray(Clusters.AppBuilder[]::new);
    }

    private static boolean holds(DeviceSpec device, Clusters.AppBuilder... apps) {
        Problem problem = new Problem(new Clusters().node("n", device).add(apps).snapshot());
        List<Tenant> tenants = IntStream.range(0, apps.length)
                .mapToObj(app -> problem.options(app).getFirst())
                .map(option -> Tenant.of(problem, new Hosting.Part(option, 1)))
                .toList();
        CellContent content = new CellContent(problem.cells().getFirst(), tenants);
        return CellEvaluator.rough(new QueueingPredictor(), Policy.defaults(), Set.of(), 1)
                .verdict(content)
                .feasible();
    }
}
