package dev.millrace.bench.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.SolveProgress;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Goal;
import dev.millrace.placement.model.Plan;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the cluster, the seed, the goal and the time: a long simulation finds no objective of a published plan missed. */
class PublishedPlansTest {
    private static final Path CASES = Path.of("placement-cases");

    private final SimulationReferee referee = new SimulationReferee();

    @ParameterizedTest
    @CsvSource({
        "tpu4-mean, 1, 1000, MAX_APPS",
        "tpu4-mean, 2, 2000, IN_ORDER",
        "tpu4-p95-small, 2, 1000, MAX_APPS",
        "hetero12-p95, 1, 1000, IN_ORDER",
        "hetero12-p95, 2, 2000, MAX_APPS",
        "nano6-cameras-mean, 1, 1000, MAX_APPS",
    })
    void keepEveryObjective(String name, long seed, long millis, Goal goal) throws Exception {
        assertNoneMissed(snapshot(name), seed, millis, goal);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"tpu4-mean", "tpu4-p95-small", "hetero12-p95", "nano6-cameras-mean"})
    void keepEveryObjectiveAtAnyTimeAndSeed(String name) throws Exception {
        ClusterSnapshot snapshot = snapshot(name);
        for (Goal goal : Goal.values()) {
            for (long millis : List.of(300L, 1000L, 2000L, 4000L, 8000L, 20_000L)) {
                for (long seed = 1; seed <= 5; seed++) {
                    assertNoneMissed(snapshot, seed, millis, goal);
                }
            }
        }
    }

    @Test
    void theRefereeSeesWhatMemoryAloneMisses() throws Exception {
        ClusterSnapshot snapshot = snapshot("tpu4-mean");
        Plan plan = PlacementSolvers.named("knapsack")
                .solve(
                        snapshot,
                        new SolveOptions(Duration.ofSeconds(1), 1, Goal.MAX_APPS, SolveOptions.Order.ARRIVAL),
                        SolveProgress.NONE);
        assertThat(referee.met(snapshot, plan)).isLessThan(plan.placed() / 2);
    }

    private void assertNoneMissed(ClusterSnapshot snapshot, long seed, long millis, Goal goal) {
        Plan plan = PlacementSolvers.named("millrace")
                .solve(
                        snapshot,
                        new SolveOptions(Duration.ofMillis(millis), seed, goal, SolveOptions.Order.ARRIVAL),
                        SolveProgress.NONE);
        assertThat(referee.met(snapshot, plan))
                .as("apps that keep their objective; seed %d, %d ms, %s", seed, millis, goal)
                .isEqualTo(plan.placed());
    }

    private static ClusterSnapshot snapshot(String name) throws Exception {
        Manifests objects = ManifestReader.read(
                List.of(CASES.resolve(name).resolve("manifests")), true, InputStream.nullInputStream());
        return SnapshotBuilder.build(
                        objects.apps(), objects.models(), objects.profiles(), objects.nodes(), objects.policies())
                .snapshot();
    }
}
