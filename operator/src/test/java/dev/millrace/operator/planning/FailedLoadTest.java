package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.operator.planning.AppDecision.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A load that fails costs nobody the place where the app serves, and is tried elsewhere, then again later. */
class FailedLoadTest {
    private static final String TWO_REPLICAS =
            "{modelRef: {name: mnv2}, arrivals: {ratePerSecond: 15}, slo: {latency: 80ms}, replicas: {min: 2, max: 2}}";

    @Test
    void theAppStaysWhereItServes() {
        RehearsedCluster cluster = new RehearsedCluster("n1", "n2");
        cluster.app("cam");
        cluster.settle();
        assertThat(cluster.told("cam")).containsExactly("n1@1.0");

        cluster.fails("n2", true);
        cluster.taint("n1", true);
        cluster.step();
        assertThat(cluster.told("cam")).as("preload").containsExactly("n1@1.0", "n2@0.0");
        cluster.settle();

        assertThat(cluster.told("cam")).as("rolled back").containsExactly("n1@1.0");
        assertThat(cluster.decision("cam").outcome()).isEqualTo(Outcome.PLACED);
        assertThat(cluster.decision("cam").failedLoad()).contains("n2/tpu-0: broken");
        assertThat(cluster.planning().nextDue()).contains(cluster.now().plus(FailedLoads.FIRST_PAUSE));
    }

    @Test
    void afterThePauseItIsTriedAgain() {
        RehearsedCluster cluster = new RehearsedCluster("n1", "n2");
        cluster.app("cam");
        cluster.settle();
        cluster.fails("n2", true);
        cluster.taint("n1", true);
        cluster.settle();

        cluster.fails("n2", false);
        cluster.settle();
        assertThat(cluster.told("cam")).as("not before").containsExactly("n1@1.0");
        cluster.pass(FailedLoads.FIRST_PAUSE);
        cluster.settle();

        assertThat(cluster.told("cam")).containsExactly("n2@1.0");
        assertThat(cluster.decision("cam").failedLoad()).isNull();
    }

    @Test
    void anotherCandidateIsTriedAtOnce() {
        RehearsedCluster cluster = new RehearsedCluster("n1", "n2", "n3");
        cluster.app("cam");
        cluster.settle();
        cluster.fails("n2", true);
        cluster.taint("n1", true);
        cluster.settle();

        assertThat(cluster.told("cam")).containsExactly("n3@1.0");
        assertThat(cluster.decision("cam").failedLoad())
                .as("it has a new place")
                .isNull();
    }

    @Test
    void aNewAppIsTriedElsewhereToo() {
        RehearsedCluster cluster = new RehearsedCluster("n1", "n2");
        cluster.fails("n1", true);
        cluster.app("cam");
        cluster.settle();

        assertThat(cluster.told("cam")).containsExactly("n2@1.0");
    }

    @Test
    void whereNothingElseIsLeftItIsTriedAgainInPlace() {
        RehearsedCluster cluster = new RehearsedCluster("n1");
        cluster.fails("n1", true);
        cluster.app("cam");
        cluster.settle();
        assertThat(cluster.told("cam")).containsExactly("n1@1.0");
        assertThat(cluster.decision("cam").outcome()).isEqualTo(Outcome.PLACED);
        assertThat(cluster.decision("cam").failedLoad()).contains("broken");

        cluster.fails("n1", false);
        cluster.pass(FailedLoads.FIRST_PAUSE);
        cluster.step();
        assertThat(cluster.told("cam"))
                .as("withdrawn, so that the load begins anew")
                .isEmpty();
        cluster.settle();

        assertThat(cluster.served("cam")).isEqualTo(1);
        assertThat(cluster.decision("cam").failedLoad()).isNull();
    }

    @Test
    void thePauseDoubles() {
        assertThat(FailedLoads.pause(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(FailedLoads.pause(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(FailedLoads.pause(60)).isEqualTo(FailedLoads.LONGEST_PAUSE);

        RehearsedCluster cluster = new RehearsedCluster("n1");
        cluster.fails("n1", true);
        cluster.app("cam");
        cluster.settle();
        cluster.pass(FailedLoads.FIRST_PAUSE);
        cluster.settle();
        assertThat(cluster.planning().nextDue()).contains(cluster.now().plus(FailedLoads.pause(2)));
    }

    @Test
    void aVariantThatFailsEverywhereIsNotTriedOnEveryDevice() {
        RehearsedCluster cluster = new RehearsedCluster("n1", "n2", "n3", "n4", "n5");
        for (String node : new String[] {"n1", "n2", "n3", "n4", "n5"}) {
            cluster.fails(node, true);
        }
        cluster.app("cam");
        cluster.settle();

        assertThat(cluster.decision("cam").failedLoad()).isNotNull();
        assertThat(cluster.told("cam")).containsExactly("n3@1.0");
    }

    @Test
    void oneReplicaServesWhileTheOtherCannotLoad() {
        RehearsedCluster cluster = new RehearsedCluster("millrace", List.of("n1", "n2"));
        cluster.fails("n2", true);
        cluster.app("cam", TWO_REPLICAS);
        cluster.settle();

        assertThat(cluster.told("cam")).containsExactly("n1@1.0");
        assertThat(cluster.decision("cam").failedLoad()).contains("n2/tpu-0");
    }

    /** Taints come and go and loads fail here and there: whoever serves once goes on, in every single step. */
    @Test
    void atNoMomentIsAServingAppWithoutItsReplicas() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            String algorithm = seed % 10 == 9 ? "millrace" : "memory-first-fit";
            RehearsedCluster cluster = new RehearsedCluster(algorithm, List.of("n1", "n2", "n3"));
            cluster.app("a");
            cluster.app("b", TWO_REPLICAS);
            cluster.settle();
            for (int i = 0; i < 60; i++) {
                String node = "n" + (1 + random.nextInt(3));
                switch (random.nextInt(4)) {
                    case 0 -> cluster.fails(node, random.nextBoolean());
                    case 1 -> cluster.pass(Duration.ofSeconds(random.nextInt(30)));
                    default -> cluster.taint(node, random.nextBoolean() && !"n3".equals(node));
                }
                cluster.step();
                assertThat(cluster.served("a")).as("seed %d, step %d", seed, i).isEqualTo(1);
            }
        }
    }
}
