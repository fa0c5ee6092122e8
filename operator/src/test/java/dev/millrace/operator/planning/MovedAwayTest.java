package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that an app has left forwards for a while. */
class MovedAwayTest {
    private static boolean routes(RehearsedCluster cluster, String node) {
        return !cluster.planning().state().nodes().get(node).plan().routes().isEmpty();
    }

    @Test
    void theRouteOutlivesTheMoveForAWhile() {
        RehearsedCluster cluster = new RehearsedCluster("n1", "n2");
        cluster.app("cam");
        cluster.settle();
        cluster.taint("n1", true);
        cluster.settle();
        assertThat(cluster.told("cam")).containsExactly("n2@1.0");
        assertThat(routes(cluster, "n1")).isTrue();
        assertThat(cluster.planning().nextDue()).contains(cluster.now().plus(MovedAway.LINGER));

        cluster.pass(MovedAway.LINGER.minus(Duration.ofSeconds(1)));
        cluster.settle();
        assertThat(routes(cluster, "n1")).isTrue();
        cluster.pass(Duration.ofSeconds(1));
        cluster.settle();

        assertThat(routes(cluster, "n1")).isFalse();
        assertThat(cluster.planning().nextDue()).isEmpty();
    }
}
