package dev.millrace.placement.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.model.ArrivalProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppTest {
    private static App app(String name, int priority, @Nullable Instant created) {
        return new App(
                new AppRef("site", name),
                created,
                ArrivalProcess.poisson(1),
                new Slo(Objective.P95, 80),
                0,
                0,
                1,
                1,
                priority,
                false,
                Map.of(),
                List.of(),
                List.of());
    }

    @Test
    void ordersByPriorityThenAgeThenName() {
        App urgent = app("z", 5, null);
        App old = app("y", 0, Instant.EPOCH);
        App young = app("a", 0, Instant.EPOCH.plusSeconds(1));
        App undatedB = app("b", 0, null);
        App undatedC = app("c", 0, null);

        assertThat(Stream.of(undatedC, young, urgent, undatedB, old).sorted(App.ARRIVAL_ORDER))
                .containsExactly(urgent, old, young, undatedB, undatedC);
    }

    @Test
    void refusesFewerMostThanLeastReplicas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Clusters().add(Clusters.app("x").replicas(3, 2)))
                .withMessageContaining("maxReplicas: 2");
    }

    @Test
    void refusesANonPositiveLatency() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Slo(Objective.MEAN, 0))
                .withMessageContaining("latencyMs: 0.0");
    }

    @Test
    void writesAnSloAsUsersDo() {
        assertThat(new Slo(Objective.P999, 80)).hasToString("p99.9<80ms");
        assertThat(new Slo(Objective.MEAN, 0.25)).hasToString("mean<0.25ms");
    }

    @Test
    void refusesAPairOfAppsOfOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Clusters().add(Clusters.app("x"), Clusters.app("x")).snapshot())
                .withMessageContaining("site/x");
    }
}
