package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.condition.ConditionType;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two replicas, a deposed leader, a second install, and how far the operator looks. */
class HighAvailabilityIT extends RunningOperator {
    private String leader() {
        return client.leases()
                .inNamespace("millrace-system")
                .withName("millrace-operator")
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    private long epoch(ScriptedAgent agent) {
        InferenceNode node =
                client.resources(InferenceNode.class).withName(agent.node()).get();
        return node.getSpec().planEpoch() == null ? 0 : node.getSpec().planEpoch();
    }

    @Test
    void theOtherReplicaTakesOverWithAHigherEpochAndMovesNothing() throws Exception {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        long before = epoch(agent);
        OperatorProcess other = startOperator("-b", "--instance", "replica-b");
        assertThat(other.leader()).isFalse();
        assertThat(other.get("/q/health/ready")).contains("UP");

        operator.kill();
        operator = other;

        within(60).until(() -> leader().equals("replica-b"));
        within(60).untilAsserted(() -> assertThat(epoch(agent)).isGreaterThan(before));
        assertThat(site.told(agent)).containsExactly("cam@1.0");
        site.app("late");
        awaitState("late", ConditionType.READY, "True/Ready");
        assertThat(site.events("cam")).containsExactly("Placed");
    }

    @Test
    void aDeposedLeaderEndsAndHasWrittenNothing() throws Exception {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        OperatorProcess old = operator;
        operator = startOperator("-c", "--instance", "replica-c");
        assertThat(operator.leader()).isFalse();

        old.signal("STOP");
        within(60).until(() -> leader().equals("replica-c"));
        site.app("late");
        awaitState("late", ConditionType.READY, "True/Ready");
        client.resource(site.get("cam")).delete();
        within(30).untilAsserted(() -> assertThat(site.told(agent)).containsExactly("late@1.0"));
        long epoch = epoch(agent);
        String version = client.resources(InferenceNode.class)
                .withName(agent.node())
                .get()
                .getMetadata()
                .getGeneration()
                .toString();

        old.signal("CONT");

        assertThat(old.exitCode()).as("it ends to be started again").isEqualTo(1);
        assertThat(epoch(agent)).isEqualTo(epoch);
        assertThat(client.resources(InferenceNode.class)
                        .withName(agent.node())
                        .get()
                        .getMetadata()
                        .getGeneration())
                .hasToString(version);
        assertThat(leader()).isEqualTo("replica-c");
    }

    @Test
    void aSecondInstallRefuses() throws Exception {
        Process second = OperatorProcess.launch(
                log("-second"),
                "--kubeconfig",
                kubeconfig().toString(),
                "--http-port",
                "0",
                "--namespace",
                site.namespace());

        assertThat(second.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(Files.readString(log("-second")))
                .contains("another Millrace operator runs in this cluster: Lease millrace-system/millrace-operator")
                .doesNotContain("\tat ");
    }

    /** With rights on apps and what is made for them in that namespace alone, as the chart grants them for the scope Namespaces. */
    @Test
    void onlyTheNamespacesAskedForArePlanned() throws Exception {
        operator.close();
        ClusterRoleBinding everywhere = client.rbac()
                .clusterRoleBindings()
                .withName("millrace-operator-apps")
                .get();
        client.resource(everywhere).delete();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(everywhere.getMetadata().getName())
                        .withNamespace(site.namespace())
                        .endMetadata()
                        .withRoleRef(everywhere.getRoleRef())
                        .withSubjects(everywhere.getSubjects())
                        .build())
                .create();
        String elsewhere = plane.createNamespace("elsewhere");
        operator = startOperator("-scoped", "--watch-namespaces", site.namespace());
        try {
            ScriptedAgent agent = site.agent("a");
            within(60).until(() -> ready(agent));
            site.appIn(elsewhere, "foreign");
            site.app("cam");

            awaitState("cam", ConditionType.READY, "True/Ready");
            site.app("second");
            awaitState("second", ConditionType.READY, "True/Ready");
            assertThat(site.told(agent)).containsExactlyInAnyOrder("cam@1.0", "second@1.0");
        } finally {
            client.namespaces().withName(elsewhere).delete();
            // The other tests have namespaces of their own.
            operator.close();
            everywhere.getMetadata().setResourceVersion(null);
            client.resource(everywhere).create();
            operator = startOperator("-everywhere");
        }
    }
}
