package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.operator.condition.ConditionType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes to the API server are counted, Leases aside: none at rest, and a change writes only what it changes. */
class WritesIT extends RunningOperator {
    @Test
    void atRestNothingIsWrittenAndAChangeWritesOnlyWhatItChanges() {
        run(20, 4, Duration.ofSeconds(30));
    }

    @Test
    @Tag("long")
    void soWithTwoHundredAppsForFiveMinutes() {
        run(200, 40, Duration.ofMinutes(5));
    }

    private void run(int apps, int nodes, Duration rest) {
        List<ScriptedAgent> agents = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            agents.add(site.agent("n" + i));
        }
        within(120).until(() -> agents.stream().allMatch(this::ready));
        for (int i = 0; i < apps; i++) {
            site.app("cam" + i);
        }
        for (int i = 0; i < apps; i++) {
            awaitState("cam" + i, ConditionType.READY, "True/Ready");
        }
        awaitRest();

        double before = ApiWrites.soFar(plane);
        await().during(rest)
                .atMost(rest.plusSeconds(60))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> ApiWrites.soFar(plane) == before);

        Map<String, Double> counted = ApiWrites.byResource(plane);
        Map<String, List<String>> places = places(apps);
        String node = site.nodesOf("cam0").getFirst();
        long neighbours = java.util.stream.IntStream.range(0, apps)
                .filter(i -> site.nodesOf("cam" + i).contains(node))
                .count();
        // Less traffic: more may not fit where devices are filled to the objective, and would move it.
        site.app("cam0", "80ms", 13, "");
        within(30).until(() -> site.get("cam0").getStatus().observedGeneration() == 2);
        awaitRest();
        Map<String, Double> written = ApiWrites.since(plane, counted);
        assertThat(written)
                .as("the user's own write, and statuses; apps were on %s, are on %s", places, places(apps))
                .containsOnlyKeys("inferenceapps", "inferenceapps/status");
        assertThat(written.get("inferenceapps")).isEqualTo(1);
        assertThat(written.get("inferenceapps/status"))
                .as("predictions of those on the same device change with it: at once, and when they are made accurate")
                .isLessThanOrEqualTo(2 * neighbours);
    }

    private Map<String, List<String>> places(int apps) {
        Map<String, List<String>> places = new TreeMap<>();
        for (int i = 0; i < apps; i++) {
            places.put("cam" + i, site.nodesOf("cam" + i));
        }
        return places;
    }

    private void awaitRest() {
        double[] last = {-1};
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(4))
                .until(() -> {
                    double before = last[0];
                    last[0] = ApiWrites.soFar(plane);
                    return before == last[0];
                });
    }
}
