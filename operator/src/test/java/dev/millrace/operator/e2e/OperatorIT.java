package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeSpec;
import dev.millrace.crds.v1alpha1.ObservedHistogram;
import dev.millrace.crds.v1alpha1.Taint;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.ServiceAccount;
import dev.millrace.testbed.junit.ControlPlaneTest;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** The packaged operator against a real API server, with scripted agents. */
@ControlPlaneTest(controllers = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorIT {
    private ControlPlane plane;
    private KubernetesClient client;
    private OperatorProcess operator;
    private Site site;

    @BeforeAll
    void start(ControlPlane plane) throws Exception {
        this.plane = plane;
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(plane.kubeconfig().toFile()))
                .build();
        plane.kubectl().run("apply", "--server-side", "-f", "../deploy/crds");
        plane.kubectl().run("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        plane.kubectl().run("apply", "--server-side", "-f", "../deploy/rbac");
        plane.kubectl().run("apply", "--server-side", "-f", "src/test/resources/mnv2.coral-usb.yaml");
        // With exactly the permissions that are shipped, never as administrator.
        operator = OperatorProcess.start(
                plane.kubeconfigFor(ServiceAccount.of("millrace-system", "millrace-operator")),
                Path.of("target", "operator-it.log"));
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

    private static ConditionFactory within(int seconds) {
        return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100));
    }

    private void awaitState(String app, ConditionType type, String state) {
        within(60).untilAsserted(() -> assertThat(site.state(app, type)).isEqualTo(state));
    }

    private List<EndpointSlice> slices(String app) {
        return client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(site.namespace())
                .withLabel("kubernetes.io/service-name", app)
                .list()
                .getItems();
    }

    @Test
    void anAppIsPlacedServedAndRemoved() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        InferenceApp created = site.app("cam");

        within(30)
                .untilAsserted(
                        () -> assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready"));

        InferenceApp cam = site.get("cam");
        assertThat(cam.getStatus().conditions())
                .extracting(c -> c.getType() + "=" + c.getStatus())
                .containsExactlyInAnyOrder(
                        "Accepted=True",
                        "Profiled=True",
                        "Placed=True",
                        "Loaded=True",
                        "Ready=True",
                        "SLOMet=True",
                        "Stalled=False");
        assertThat(cam.getStatus().conditions())
                .extracting(Condition::getObservedGeneration)
                .containsOnly(created.getMetadata().getGeneration());
        assertThat(cam.getStatus().observedGeneration())
                .isEqualTo(created.getMetadata().getGeneration());
        assertThat(cam.getStatus().summary().slo()).isEqualTo("p95<80ms");
        assertThat(cam.getStatus().summary().device()).isEqualTo("tpu-0");
        assertThat(cam.getStatus().summary().node()).isEqualTo(agent.node());
        assertThat(cam.getStatus().predicted().p95())
                .isEqualTo(cam.getStatus().summary().predicted());
        assertThat(cam.getStatus().url()).isEqualTo("http://cam." + site.namespace() + ".svc:8000");
        within(20).untilAsserted(() -> assertThat(site.events("cam")).containsExactly("Placed"));
        assertThat(site.told(agent)).containsExactly("cam@1.0");

        Service service =
                client.services().inNamespace(site.namespace()).withName("cam").get();
        assertThat(service.getSpec().getSelector()).isNullOrEmpty();
        assertThat(service.getSpec().getPorts())
                .extracting(p -> p.getName() + ":" + p.getPort())
                .containsExactly("http:8000", "grpc:8001");
        within(30).untilAsserted(() -> assertThat(slices("cam")).hasSize(1));
        EndpointSlice slice = slices("cam").getFirst();
        assertThat(slice.getEndpoints().getFirst().getAddresses()).containsExactly("10.20.0.1");
        assertThat(slice.getPorts())
                .extracting(p -> p.getName() + ":" + p.getPort())
                .containsExactly("http:18000", "grpc:18001");

        client.resource(cam).delete();
        within(30).untilAsserted(() -> assertThat(site.told(agent)).isEmpty());
        within(30)
                .untilAsserted(() -> assertThat(client.services()
                                .inNamespace(site.namespace())
                                .withName("cam")
                                .get())
                        .as("garbage-collected with the app")
                        .isNull());
        within(30).untilAsserted(() -> assertThat(slices("cam")).isEmpty());
    }

    @Test
    void loopbackAgentsAreReachedByTheirOwnAddress() {
        site.agent("a", "127.0.0.1");
        site.app("cam");

        awaitState("cam", ConditionType.READY, "True/Ready");
        assertThat(site.get("cam").getStatus().url()).isEqualTo("http://127.0.0.1:18000");
        assertThat(slices("cam")).isEmpty();
    }

    @Test
    void anImpossibleAppIsRefusedWithAReason() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.app("dream", "1ms", 15, "");

        awaitState("dream", ConditionType.PLACED, "False/SLOViolated");
        assertThat(site.state("dream", ConditionType.STALLED)).isEqualTo("True/SLOViolated");
        assertThat(site.state("dream", ConditionType.READY)).isEqualTo("False/SLOViolated");
        assertThat(site.condition("dream", ConditionType.PLACED).orElseThrow().getMessage())
                .isNotBlank();
        within(20).untilAsserted(() -> assertThat(site.events("dream")).containsExactly("Refused"));
        assertThat(client.services()
                        .inNamespace(site.namespace())
                        .withName("dream")
                        .get())
                .isNull();

        site.app("dream");
        awaitState("dream", ConditionType.READY, "True/Ready");
        assertThat(site.state("dream", ConditionType.STALLED)).isEqualTo("False/Placed");
        assertThat(site.condition("dream", ConditionType.READY).orElseThrow().getObservedGeneration())
                .as("after the update")
                .isEqualTo(2);
        within(20).untilAsserted(() -> assertThat(site.events("dream")).containsExactly("Refused", "Placed"));
    }

    @Test
    void aMissingModelIsNotAcceptedUntilItComes() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: early}
                spec:
                  modelRef: {name: later}
                  arrivals: {ratePerSecond: 1}
                  slo: {latency: 80ms}
                  tolerations: [{key: test, operator: Exists}]
                """);
        awaitState("early", ConditionType.ACCEPTED, "False/ModelNotFound");
        assertThat(site.state("early", ConditionType.PROFILED)).isEqualTo("Unknown/NotAccepted");
        assertThat(site.state("early", ConditionType.STALLED)).isEqualTo("True/ModelNotFound");

        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: later}
                spec:
                  profile: mnv2
                  variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:x.tflite"}]
                """);
        awaitState("early", ConditionType.READY, "True/Ready");
    }

    @Test
    void anAppWithoutAProfileSaysSo() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: unknown}
                spec: {variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:u.tflite"}]}
                """);
        site.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: blind}
                spec:
                  modelRef: {name: unknown}
                  arrivals: {ratePerSecond: 1}
                  slo: {latency: 80ms}
                  tolerations: [{key: test, operator: Exists}]
                """);

        awaitState("blind", ConditionType.PROFILED, "False/NoProfile");
        assertThat(site.state("blind", ConditionType.ACCEPTED)).isEqualTo("True/Accepted");
        assertThat(site.state("blind", ConditionType.PLACED)).isEqualTo("False/NoProfile");
    }

    @Test
    void readyFollowsTheAgent() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        agent.says("cam", AppState.LOADING);
        site.app("cam");

        awaitState("cam", ConditionType.LOADED, "False/Loading");
        assertThat(site.state("cam", ConditionType.PLACED)).isEqualTo("True/Placed");
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("False/Loading");
        assertThat(slices("cam")).isEmpty();

        agent.says("cam", AppState.FAILED);
        awaitState("cam", ConditionType.READY, "False/LoadFailed");
        within(20).untilAsserted(() -> assertThat(site.events("cam")).containsExactly("Placed", "LoadFailed"));

        agent.says("cam", null);
        awaitState("cam", ConditionType.READY, "True/Ready");
    }

    @Test
    void aLostNodeIsLeftAndItsReturnMovesNothing() {
        ScriptedAgent first = site.agent("a");
        within(30).until(() -> ready(first));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(second));

        first.silent(true);
        within(40).untilAsserted(() -> assertThat(ready(first)).isFalse());
        within(30).untilAsserted(() -> assertThat(site.nodesOf("cam")).containsExactly(second.node()));
        awaitState("cam", ConditionType.READY, "True/Ready");
        within(20).untilAsserted(() -> assertThat(site.events("cam")).containsExactly("Placed", "Moved"));
        within(30)
                .untilAsserted(() -> assertThat(slices("cam"))
                        .extracting(slice ->
                                slice.getEndpoints().getFirst().getAddresses().getFirst())
                        .containsExactly("10.20.0.2"));

        first.silent(false);
        within(30).until(() -> ready(first));
        assertThat(site.nodesOf("cam")).containsExactly(second.node());
    }

    @Test
    void aTaintMovesTheAppMakeBeforeBreak() {
        ScriptedAgent first = site.agent("a");
        within(30).until(() -> ready(first));
        site.app("cam");
        awaitState("cam", ConditionType.READY, "True/Ready");
        ScriptedAgent second = site.agent("b");
        within(30).until(() -> ready(second));
        second.says("cam", AppState.LOADING);
        String readySince =
                site.condition("cam", ConditionType.READY).orElseThrow().getLastTransitionTime();

        client.resources(InferenceNode.class).withName(first.node()).edit(node -> {
            InferenceNodeSpec spec = node.getSpec();
            List<Taint> taints = new ArrayList<>(spec.taints());
            taints.add(new Taint("evicted", null, "NoSchedule", null));
            node.setSpec(new InferenceNodeSpec(
                    taints, null, spec.planEpoch(), spec.assignments(), spec.disciplines(), spec.routes(), null));
            return node;
        });

        within(30).untilAsserted(() -> assertThat(site.told(second)).containsExactly("cam@0.0"));
        assertThat(site.told(first)).as("keeps serving meanwhile").containsExactly("cam@1.0");
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready");
        awaitState("cam", ConditionType.LOADED, "False/Loading");

        second.says("cam", null);
        within(30).untilAsserted(() -> assertThat(site.told(second)).containsExactly("cam@1.0"));
        within(30).untilAsserted(() -> assertThat(site.told(first)).isEmpty());
        assertThat(site.nodesOf("cam")).containsExactly(second.node());
        assertThat(site.state("cam", ConditionType.READY)).isEqualTo("True/Ready");
        assertThat(site.condition("cam", ConditionType.READY).orElseThrow().getLastTransitionTime())
                .as("Ready was never lost on the way")
                .isEqualTo(readySince);
    }

    @Test
    void aServiceOfAnotherOwnerIsNotTakenOver() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        Service foreign = new ServiceBuilder()
                .withNewMetadata()
                .withName("cam")
                .withNamespace(site.namespace())
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("app", "mine"))
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        String version = client.resource(foreign).create().getMetadata().getResourceVersion();
        site.app("cam");

        awaitState("cam", ConditionType.READY, "False/ServiceNameConflict");
        assertThat(site.state("cam", ConditionType.STALLED)).isEqualTo("True/ServiceNameConflict");
        assertThat(client.services()
                        .inNamespace(site.namespace())
                        .withName("cam")
                        .get()
                        .getMetadata()
                        .getResourceVersion())
                .isEqualTo(version);
        within(20).untilAsserted(() -> assertThat(site.events("cam")).contains("ServiceNameConflict"));

        client.resource(foreign).delete();
        awaitState("cam", ConditionType.READY, "True/Ready");
    }

    @Test
    void whatWasObservedIsMergedAndPublished() throws Exception {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        agent.observes("cam", histogram(30_000));
        site.app("cam");

        awaitState("cam", ConditionType.SLO_MET, "True/ObservedWithinSLO");
        InferenceApp cam = site.get("cam");
        assertThat(cam.getStatus().observed().p95()).startsWith("30");
        assertThat(cam.getStatus().observed().ratePerSecond()).isEqualTo(15);
        assertThat(cam.getStatus().summary().observed())
                .isEqualTo(cam.getStatus().observed().p95());

        String metrics = operator.get("/metrics");
        assertThat(metrics)
                .contains("millrace_apps{state=\"placed\"}")
                .contains("millrace_plan_epoch")
                .contains("millrace_plan_duration_seconds_bucket")
                .contains("millrace_plan_moves_total")
                .containsPattern("millrace_observed_latency_seconds\\{.*namespace=\"" + site.namespace()
                        + "\".*stat=\"p95\".*\\} 0\\.03");
        assertThat(operator.get("/q/health")).contains("\"UP\"");
    }

    private static ObservedHistogram histogram(long micros) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < 100; i++) {
            histogram.recordValue(micros);
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        String data = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        return new ObservedHistogram("HdrHistogramV2", data, 100L, 15.0, 1.0, "60s");
    }

    @Test
    void atRestNothingIsWritten() {
        ScriptedAgent agent = site.agent("a");
        within(30).until(() -> ready(agent));
        site.app("one");
        site.app("two");
        awaitState("one", ConditionType.READY, "True/Ready");
        awaitState("two", ConditionType.READY, "True/Ready");
        double[] last = {-1};
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    double before = last[0];
                    last[0] = ApiWrites.soFar(plane);
                    return before == last[0];
                });

        await().during(Duration.ofSeconds(10))
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> ApiWrites.soFar(plane) == last[0]);
    }

    private boolean ready(ScriptedAgent agent) {
        InferenceNode node =
                client.resources(InferenceNode.class).withName(agent.node()).get();
        return node != null
                && node.getStatus() != null
                && node.getStatus().devices() != null
                && Conditions.isTrue(node.getStatus().conditions(), ConditionType.READY);
    }
}
