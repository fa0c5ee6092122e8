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
    /** M/D/1 at load 0.5: D + rho D / (2 (1 - rho)) = 15 ms. */
    @Test
    void theMeanOfOneCopyOnAnEdgeTpuIsExact() {
        assertThat(holds(tpu("tpu"), app("a").rate(50).slo(Objective.MEAN, 15.2).onTpu("m", 10, 0, 1)))
                .isTrue();
        assertThat(holds(tpu("tpu"), app("a").rate(50).slo(Objective.MEAN, 14.8).onTpu("m", 10, 0, 1)))
                .isFalse();
    }

    /** Processor sharing at load 0.5: D / (1 - rho) = 20 ms. */
    @Test
    void aGpuIsTakenAsShared() {
        assertThat(holds(
                        gpu("gpu", 3072L),
                        app("a").rate(50).slo(Objective.MEAN, 20.3).onGpu("m", 10, 100)))
                .isTrue();
        assertThat(holds(
                        gpu("gpu", 3072L),
                        app("a").rate(50).slo(Objective.MEAN, 19.7).onGpu("m", 10, 100)))
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
        return CellEvaluator.rough(new QueueingPredictor(), Policy.defaults(), Set.of())
                .verdict(content)
                .feasible();
    }
}
