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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoughEstimateTest {
    private static final double EXACT_P95_MS = 30.51;

    /** M/D/1 at load 0.5: D + rho D / (2 (1 - rho)) = 15 ms. */
    @Test
    void theMeanOfOneCopyOnAnEdgeTpuIsExact() {
        assertThat(holds(tpu("tpu"), app("a").rate(50).slo(Objective.MEAN, 15.2).onTpu("m", 10, 0, 1)))
                .isTrue();
        assertThat(holds(tpu("tpu"), app("a").rate(50).slo(Objective.MEAN, 14.8).onTpu("m", 10, 0, 1)))
                .isFalse();
    }

    /** One copy alone is M/D/1 as well: 15 ms at load 0.5. */
    @Test
    void theMeanOfOneCopyOnAGpuIsExact() {
        assertThat(holds(
                        gpu("gpu", 3072L),
                        app("a").rate(50).slo(Objective.MEAN, 15.2).onGpu("m", 10, 100)))
                .isTrue();
        assertThat(holds(
                        gpu("gpu", 3072L),
                        app("a").rate(50).slo(Objective.MEAN, 14.8).onGpu("m", 10, 100)))
                .isFalse();
    }

    /** A copy that is seldom asked for is slowed down by the load of the other: D / (1 - rho) = 20 ms beside 0.5. */
    @Test
    void copiesOnAGpuShareIt() {
        assertThat(holds(
                        gpu("gpu", 3072L),
                        app("a").rate(50).slo(Objective.MEAN, 400).onGpu("m", 10, 100),
                        app("b").rate(0.01).slo(Objective.MEAN, 20.3).onGpu("n", 10, 100)))
                .isTrue();
        assertThat(holds(
                        gpu("gpu", 3072L),
                        app("a").rate(50).slo(Objective.MEAN, 400).onGpu("m", 10, 100),
                        app("b").rate(0.01).slo(Objective.MEAN, 19.7).onGpu("n", 10, 100)))
                .isFalse();
    }

    /** Beside a heavy copy a light one waits for the end of a busy period: the wait of all, divided by 1 less the load. */
    @Test
    void aLightCopyBesideAHeavyOneWaitsLongest() {
        assertThat(holds(
                        tpu("tpu"),
                        app("a").rate(40).slo(Objective.MEAN, 100).onTpu("a", 20, 20, 6),
                        app("b").rate(0.5).slo(Objective.MEAN, 400).onTpu("b", 20, 20, 6)))
                .isTrue();
        assertThat(holds(
                        tpu("tpu"),
                        app("a").rate(40).slo(Objective.MEAN, 100).onTpu("a", 20, 20, 6),
                        app("b").rate(0.5).slo(Objective.MEAN, 100).onTpu("b", 20, 20, 6)))
                .isFalse();
    }

    /** M/D/1 at load 0.5: by the exact distribution 95 of 100 wait less than 2.051 D. */
    @Test
    void theTailOfOneCopyOnAnEdgeTpuIsThatOfTheExactDistribution() {
        assertThat(holds(
                        tpu("tpu"),
                        app("a").rate(50)
                                .slo(Objective.P95, EXACT_P95_MS * 1.03)
                                .onTpu("m", 10, 0, 1)))
                .isTrue();
        assertThat(holds(
                        tpu("tpu"),
                        app("a").rate(50)
                                .slo(Objective.P95, EXACT_P95_MS * 0.97)
                                .onTpu("m", 10, 0, 1)))
                .isFalse();
    }

    /** Two copies that do not fit on chip together: first come first served is an overload, avoiding switches is not. */
    @Test
    void anEdgeTpuThatAvoidsSwitchesHoldsMore() {
        assertThat(holds(
                        tpu("tpu"),
                        app("a").rate(16).slo(Objective.MEAN, 400).onTpu("a", 20, 25, 6),
                        app("b").rate(16).slo(Objective.MEAN, 400).onTpu("b", 20, 25, 6)))
                .isTrue();
        assertThat(holds(
                        tpu("tpu"),
                        app("a").rate(16).slo(Objective.MEAN, 40).onTpu("a", 20, 25, 6),
                        app("b").rate(16).slo(Objective.MEAN, 400).onTpu("b", 20, 25, 6)))
                .isFalse();
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
