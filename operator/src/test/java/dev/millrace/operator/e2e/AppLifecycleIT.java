package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.operator.condition.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users do: create, update and delete apps, good ones and bad ones. */
class AppLifecycleIT extends RunningOperator {
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
}
