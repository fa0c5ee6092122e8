package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.crds.schema.CrdVersion;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.ControlPlaneOptions;
import dev.millrace.testbed.ServiceAccount;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Definitions of other versions than the operator's, on a control plane of its own as they are everybody's. */
class CrdUpgradeIT {
    private static final String[] KINDS = {
        "inferenceapps", "inferencemodels", "inferencenodes", "modelprofiles", "placementpolicies"
    };
    private static final ObjectMapper JSON = new ObjectMapper();

    private ControlPlane plane;
    private KubernetesClient client;
    private Site site;

    @BeforeEach
    void start() {
        plane = ControlPlane.start(ControlPlaneOptions.defaults().withControllers());
        client = AgentIdentity.clientOf(plane.kubeconfig());
        definitions("src/test/resources/crds-1");
        plane.kubectl().run("apply", "--server-side", "-f", "../deploy/rbac");
        plane.kubectl().run("apply", "--server-side", "-f", "src/test/resources/mnv2.coral-usb.yaml");
        site = new Site(plane, client, "upgrade");
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
        client.close();
        plane.close();
    }

    private void definitions(String folder) {
        plane.kubectl().run("apply", "--server-side", "--force-conflicts", "-f", folder);
        plane.kubectl().run("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    }

    private OperatorProcess operator(String log) throws IOException {
        return OperatorProcess.start(
                plane.kubeconfigFor(ServiceAccount.of("millrace-system", "millrace-operator")),
                Path.of("target", "CrdUpgradeIT." + log + ".log"));
    }

    @Test
    void objectsOfThePreviousDefinitionsAreReadAndNewerDefinitionsAreLeftAlone() throws Exception {
        plane.kubectl().apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: PlacementPolicy
                metadata: {name: default}
                spec: {quotas: [{namespace: elsewhere, deviceShare: 0.5}]}
                """);
        ScriptedAgent agent = site.agent("a");
        try (OperatorProcess operator = operator("previous")) {
            site.app("old");
            awaitReady("old");
            assertThat(operator.get("/metrics"))
                    .contains("millrace_crd_version{crd=\"inferenceapps.millrace.dev\"} 1.0")
                    .contains("millrace_crd_supported_version " + (double) CrdVersion.CURRENT);
            assertThat(events()).containsOnly("OlderCRD").hasSize(KINDS.length);
        }
        String readySince = since("old");
        Map<String, JsonNode> before = specs();

        definitions("../deploy/crds");

        assertThat(specs()).as("read as they were written").isEqualTo(before);
        for (String kind : KINDS) {
            // What is stored is valid under the newer schema: the API server validates the whole object on any change.
            plane.kubectl().run("annotate", kind, "-A", "--all", "upgraded=yes");
        }
        try (OperatorProcess operator = operator("upgraded")) {
            site.app("new");
            awaitReady("new");
            assertThat(site.state("old", ConditionType.READY)).isEqualTo("True/Ready");
            assertThat(since("old")).as("never lost").isEqualTo(readySince);
            assertThat(operator.get("/metrics"))
                    .contains(
                            "millrace_crd_version{crd=\"inferenceapps.millrace.dev\"} " + (double) CrdVersion.CURRENT);
            assertThat(events()).as("nothing more to say").hasSize(KINDS.length);
        }

        futureDefinitions();
        String node = agent.node();
        plane.kubectl().run("patch", "inferencenode", node, "--type=merge", "-p", "{\"spec\":{\"future\":\"plan\"}}");
        futureObjects();
        try (OperatorProcess operator = operator("future")) {
            awaitReady("future");
            assertThat(site.told(agent)).contains("future@1.0");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(site.state("alien", ConditionType.PLACED))
                            .startsWith("False/"));
            assertThat(raw("inferencenode", node).at("/spec/future").asText())
                    .as("not trampled")
                    .isEqualTo("plan");
            assertThat(raw("inferenceapp", "future").at("/spec/future").asText())
                    .isEqualTo("wish");
            assertThat(operator.get("/metrics"))
                    .contains("millrace_crd_version{crd=\"inferenceapps.millrace.dev\"} 99.0");
            assertThat(events()).contains("NewerCRD");
        }
        assertThat(raw("crd", "inferenceapps.millrace.dev")
                        .at("/metadata/annotations")
                        .get(CrdVersion.ANNOTATION)
                        .asText())
                .isEqualTo("99");
    }

    /** The definitions as a version of the future may ship them: one more field in two specs, one more class of device. */
    private void futureDefinitions() {
        for (String kind : new String[] {"inferenceapps", "inferencenodes"}) {
            plane.kubectl()
                    .run(
                            "patch",
                            "crd",
                            kind + ".millrace.dev",
                            "--type=json",
                            "-p",
                            "[{\"op\":\"add\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/future\","
                                    + "\"value\":{\"type\":\"string\",\"maxLength\":9}}]");
        }
        plane.kubectl()
                .run(
                        "patch",
                        "crd",
                        "inferencemodels.millrace.dev",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"add\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/variants"
                                + "/items/properties/deviceClass/enum/-\",\"value\":\"NPU\"}]");
        plane.kubectl().run("annotate", "crd", "--all", "--overwrite", CrdVersion.ANNOTATION + "=99");
    }

    private void futureObjects() {
        // The API server takes a moment to serve a changed schema.
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            plane.kubectl().apply("""
                    apiVersion: millrace.dev/v1alpha1
                    kind: InferenceModel
                    metadata: {name: alien, namespace: %s}
                    spec: {variants: [{name: npu, deviceClass: NPU, format: onnx, uri: "file:alien.onnx"}]}
                    """.formatted(site.namespace()));
            return true;
        });
        plane.kubectl().apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: alien, namespace: %s}
                spec: {modelRef: {name: alien}, arrivals: {ratePerSecond: 1}, slo: {latency: 1s}}
                """.formatted(site.namespace()));
        site.app("future");
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            plane.kubectl()
                    .run(
                            "patch",
                            "inferenceapp",
                            "future",
                            "-n",
                            site.namespace(),
                            "--type=merge",
                            "-p",
                            "{\"spec\":{\"future\":\"wish\"}}");
            return raw("inferenceapp", "future").at("/spec/future").asText().equals("wish");
        });
    }

    private void awaitReady(String app) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(site.state(app, ConditionType.READY)).isEqualTo("True/Ready"));
    }

    private String since(String app) {
        return site.condition(app, ConditionType.READY).orElseThrow().getLastTransitionTime();
    }

    private Map<String, JsonNode> specs() throws IOException {
        Map<String, JsonNode> specs = new TreeMap<>();
        for (String kind : KINDS) {
            JsonNode list = JSON.readTree(plane.kubectl().run("get", kind, "-A", "-o", "json"));
            for (JsonNode item : list.get("items")) {
                specs.put(kind + " " + item.at("/metadata/name").asText(), item.get("spec"));
            }
        }
        assertThat(specs).hasSizeGreaterThanOrEqualTo(KINDS.length);
        return specs;
    }

    private JsonNode raw(String kind, String name) throws IOException {
        return JSON.readTree(plane.kubectl().run("get", kind, name, "-n", site.namespace(), "-o", "json"));
    }

    /** Reasons of the operator's Events on definitions. */
    private List<String> events() {
        return client.events().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event ->
                        "CustomResourceDefinition".equals(event.getRegarding().getKind()))
                .map(Event::getReason)
                .toList();
    }
}
