package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real agents with emulated devices under a steady stream of requests: what is planned loses none of them, and what is not is
 * over soon.
 */
class ServiceUnderLoadIT extends RunningOperator {
    private static final int PER_SECOND = 40;
    private static final String TAINT = "elsewhere";

    private final List<RealAgent> agents = new ArrayList<>();

    @AfterEach
    void stopAgents() throws InterruptedException {
        for (RealAgent agent : agents) {
            agent.close();
        }
        agents.clear();
    }

    private RealAgent agent(String name) throws Exception {
        RealAgent agent = RealAgent.start(site.identity(name), site.namespace() + "-" + name);
        agents.add(agent);
        within(60).until(() -> ready(agent.node()));
        return agent;
    }

    private boolean ready(String node) {
        InferenceNode found =
                client.resources(InferenceNode.class).withName(node).get();
        return found != null
                && found.getStatus() != null
                && found.getStatus().devices() != null
                && Conditions.isTrue(found.getStatus().conditions(), ConditionType.READY);
    }

    private String host() {
        List<String> nodes = site.nodesOf("cam");
        return nodes.size() == 1 ? nodes.getFirst() : "";
    }

    @Test
    void tenPlannedMigrationsLoseNoRequest() throws Exception {
        plannedMigrations(10);
    }

    @Test
    @Tag("long")
    void aHundredPlannedMigrationsLoseNoRequest() throws Exception {
        plannedMigrations(100);
    }

    private void plannedMigrations(int count) throws Exception {
        String a = agent("a").node();
        String b = agent("b").node();
        site.app("cam", "500ms", PER_SECOND * 1.2, "");
        awaitState("cam", ConditionType.READY, "True/Ready");
        try (OpenLoop load = new OpenLoop(client, site.namespace(), "cam", PER_SECOND)) {
            within(30).until(() -> load.answeredSince(0));
            for (int i = 0; i < count; i++) {
                String from = host();
                String to = from.equals(a) ? b : a;
                site.taint(to, TAINT, false);
                site.taint(from, TAINT, true);
                within(60).untilAsserted(() -> {
                    assertThat(host()).isEqualTo(to);
                    assertThat(site.told(from)).isEmpty();
                });
            }
            load.finish();
            assertThat(load.sent()).isGreaterThan(count * 10);
            assertThat(load.ended()).hasSize(load.sent());
            assertThat(load.outcomes()).containsOnlyKeys("200");
            System.out.printf("%d planned migrations under %d requests: %s%n", count, load.sent(), load.outcomes());
        }
        assertThat(site.condition("cam", ConditionType.READY).orElseThrow().getStatus())
                .isEqualTo("True");
    }

    @Test
    void tenKilledAgentsAreReplacedInTime() throws Exception {
        // The machines of CI are shared, and three processes that serve share this one: the times are printed here and
        // bounded in the long run.
        killedAgents(10, false);
    }

    @Test
    @Tag("long")
    void aHundredKilledAgentsAreReplacedInTime() throws Exception {
        killedAgents(100, true);
    }

    private void killedAgents(int count, boolean timed) throws Exception {
        agent("a");
        agent("b");
        site.app("cam", "500ms", PER_SECOND * 1.2, "");
        awaitState("cam", ConditionType.READY, "True/Ready");
        double worstSeconds = 0;
        double worstDetectionSeconds = 0;
        try (OpenLoop load = new OpenLoop(client, site.namespace(), "cam", PER_SECOND)) {
            within(30).until(() -> load.answeredSince(0));
            for (int i = 0; i < count; i++) {
                String host = host();
                RealAgent victim = agents.stream()
                        .filter(agent -> agent.node().equals(host))
                        .findFirst()
                        .orElseThrow();
                victim.kill();
                long killed = System.nanoTime();
                within(60).until(() -> !ready(host));
                long detected = System.nanoTime();
                within(90).until(() -> load.answeredSince(detected));
                worstSeconds = Math.max(worstSeconds, seconds(detected, System.nanoTime()));
                worstDetectionSeconds = Math.max(worstDetectionSeconds, seconds(killed, detected));
                victim.start();
                within(120).until(() -> ready(host) && !host().equals(host) && !host().isEmpty());
            }
            load.finish();
            System.out.printf(
                    "%d agents killed under %d requests: detected in at most %.1f s, served again %.1f s after: %s%n",
                    count, load.sent(), worstDetectionSeconds, worstSeconds, load.outcomes());
            assertThat(load.ended()).as("every request has an end").hasSize(load.sent());
            if (timed) {
                assertThat(load.ended().stream()
                                .filter(OpenLoop.Ended::timedOut)
                                .toList())
                        .as("neither answered nor refused in time; now %d", System.nanoTime())
                        .isEmpty();
                assertThat(worstSeconds).as("served again after detection, s").isLessThan(5);
                // Three heartbeats of 2 s; the last renewal may be just before the kill.
                assertThat(worstDetectionSeconds).as("detection, s").isLessThan(8);
            }
        }
    }

    private static double seconds(long from, long to) {
        return (to - from) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
