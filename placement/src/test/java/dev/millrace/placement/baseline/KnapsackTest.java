package dev.millrace.placement.baseline;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.gpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.testing.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnapsackTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void hostsAsManyAsTheBestOfAllSubsets(long seed) {
        Random random = new Random(seed);
        Clusters cluster = new Clusters().node("n", gpu("g", 4096L));
        for (int i = 0; i < 10; i++) {
            cluster.add(app("a" + i).onGpu("m" + i, 10, 100 + random.nextInt(900)));
        }
        Problem problem = new Problem(cluster.snapshot());
        List<List<Option>> copies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            // Some copies are shared by several apps: their worth is more, their weight is not.
            List<Option> sharers = new ArrayList<>();
            for (int n = 0; n <= random.nextInt(3); n++) {
                sharers.add(problem.options(i).getFirst());
            }
            copies.add(sharers);
        }
        long capacity = 1500 * Clusters.MIB;

        int chosen =
                Knapsack.choose(copies, capacity).stream().mapToInt(List::size).sum();

        assertThat(chosen).isEqualTo(bruteForce(copies, capacity));
    }

    private static int bruteForce(List<List<Option>> copies, long capacity) {
        int best = 0;
        for (int mask = 0; mask < 1 << copies.size(); mask++) {
            long bytes = 0;
            int apps = 0;
            for (int i = 0; i < copies.size(); i++) {
                if ((mask >> i & 1) == 1) {
                    bytes += copies.get(i).getFirst().profile().memoryBytes();
                    apps += copies.get(i).size();
                }
            }
            best = bytes <= capacity ? Math.max(best, apps) : best;
        }
        return best;
    }
}
