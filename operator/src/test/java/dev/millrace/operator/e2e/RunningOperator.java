package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.ServiceAccount;
import dev.millrace.testbed.junit.ControlPlaneTest;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** The packaged operator against a real API server, with the permissions that are shipped; each test has a {@link Site}. */
@ControlPlaneTest(controllers = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RunningOperator {
    ControlPlane plane;
    KubernetesClient client;
    OperatorProcess operator;
    Site site;

    @BeforeAll
    void start(ControlPlane plane) throws Exception {
        this.plane = plane;
        Config access = Config.fromKubeconfig(plane.kubeconfig().toFile());
        // Thousands of apps are deleted in one request.
        access.setRequestTimeout(600_000);
        client = new KubernetesClientBuilder().withConfig(access).build();
        plane.kubectl().run("apply", "--server-side", "-f", "../deploy/crds");
        plane.kubectl().run("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        plane.kubectl().run("apply", "--server-side", "-f", "../deploy/rbac");
        plane.kubectl().run("apply", "--server-side", "-f", "src/test/resources/mnv2.coral-usb.yaml");
        // With exactly the permissions that are shipped, never as administrator.
        operator = startOperator("", operatorProperties());
    }

    /** System properties for the operator, in the form {@code -Dname=value}. */
    String[] operatorProperties() {
        return new String[0];
    }

    /** One more process of the operator, with more arguments, if any. */
    OperatorProcess startOperator(String logSuffix, String... arguments) throws IOException {
        return OperatorProcess.start(kubeconfig(), log(logSuffix), arguments);
    }

    Path kubeconfig() {
        return plane.kubeconfigFor(ServiceAccount.of("millrace-system", "millrace-operator"));
    }

    Path log(String suffix) {
        return Path.of("target", getClass().getSimpleName() + suffix + ".log");
    }

    @AfterAll
    void stop() throws Exception {
        if (operator != null) {
            operator.close();
        }
        client.close();
    }

    @BeforeEach
    void openSite(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        site = new Site(plane, client, name.substring(0, Math.min(20, name.length())));
    }

    @AfterEach
    void closeSite() throws Exception {
        site.close();
    }

    static ConditionFactory within(int seconds) {
        return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100));
    }

    void awaitState(String app, ConditionType type, String state) {
        within(60).untilAsserted(() -> assertThat(site.state(app, type)).isEqualTo(state));
    }

    List<EndpointSlice> slices(String app) {
        return client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(site.namespace())
                .withLabel("kubernetes.io/service-name", app)
                .list()
                .getItems();
    }

    boolean ready(ScriptedAgent agent) {
        InferenceNode node =
                client.resources(InferenceNode.class).withName(agent.node()).get();
        return node != null
                && node.getStatus() != null
                && node.getStatus().devices() != null
                && Conditions.isTrue(node.getStatus().conditions(), ConditionType.READY);
    }
}
