package dev.millrace.agent.it;

import static dev.millrace.agent.Manifests.assignment;
import static dev.millrace.agent.RunningAgent.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.Manifests;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ProfilingResult;
import dev.millrace.crds.v1alpha1.ProfilingState;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.LocalControlPlane;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent against a real API server that is stopped in the end. */
class ClusterIT {
    private static final String NAMESPACE = "millrace-system";

    @TempDir
    private Path folder;

    @Test
    void followsItsNodeReportsAndOutlivesTheApiServer() throws Exception {
        Path kubeconfig = folder.resolve("kubeconfig");
        try (LocalControlPlane plane = ControlPlane.start();
                WebModel models = new WebModel()) {
            // The plane's own file goes with it; the agent starts once more after that.
            Files.copy(plane.kubeconfig(), kubeconfig);
            plane.kubectl().run("apply", "--server-side", "-f", "../deploy/crds");
            plane.kubectl().run("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
            plane.kubectl().run("create", "namespace", NAMESPACE);
            plane.kubectl().run("create", "namespace", "site");
            apply(plane, Manifests.OBJECTS.replaceAll("---\\s*$", ""));
            apply(plane, web(models));
            try (PackagedAgent agent = start(kubeconfig, "first.err");
                    KubernetesClient client = client(kubeconfig)) {
                until(() -> lease(client) != null);
                leaseIsLabelledAndRenewed(client);
                plan(plane, 1, assignment("cam", "edgetpu-0", "edgetpu", 1));
                until(() -> ready(client, "cam") && epoch(client) == 1);
                // What is measured for spec.profiling is written when it is there: the node is at rest after that.
                until(() -> profiled(client).isPresent());
                nothingIsWrittenAtRest(client);
                assertThat(agent.infer("site.cam")).isEqualTo(200);
                until(() -> observed(client, "cam"));

                plan(
                        plane,
                        2,
                        assignment("gate", "edgetpu-0", "edgetpu", 1),
                        assignment("own", "gpu-7", "gpu", 1),
                        assignment("web", "cpu-0", "cpu", 1));
                until(() -> ready(client, "gate") && ready(client, "web") && epoch(client) == 2);
                assertThat(agent.infer("site.web", WebModel.REQUEST)).isEqualTo(200);
                until(() -> profiled(client).isPresent());
                profileIsWhole(profiled(client).orElseThrow(), models);
                assertThat(agent.infer("site.gate")).isEqualTo(200);
                assertThat(agent.infer("site.cam")).isEqualTo(404);
                statusSaysWhatFails(client);
                agent.kill();
            }
        }
        long killed = System.nanoTime();
        try (PackagedAgent again = start(kubeconfig, "second.err")) {
            assertThat(again.infer("site.gate"))
                    .as("the last plan, without an API server")
                    .isEqualTo(200);
            assertThat(again.infer("site.web", WebModel.REQUEST))
                    .as("a downloaded model, without API server and without its source")
                    .isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(10));
            assertThat(Files.readString(folder.resolve("second.err"))).doesNotContain("\tat ");
        }
    }

    private PackagedAgent start(Path kubeconfig, String log) throws Exception {
        return PackagedAgent.start(
                folder.resolve(log),
                "--kubeconfig",
                kubeconfig.toString(),
                "--node",
                "n1",
                "--bind",
                "127.0.0.1",
                "--emulate",
                "edgetpu-0=coral-usb,memory=800Mi",
                "--cpu",
                "cpu-0=x86-64",
                "--allow-loopback-sources",
                "--state-dir",
                folder.resolve("state").toString());
    }

    private static void leaseIsLabelledAndRenewed(KubernetesClient client) {
        Lease lease = lease(client);
        assertThat(lease.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/component", "node-agent")
                .containsEntry("millrace.dev/node", "n1");
        ZonedDateTime first = lease.getSpec().getRenewTime();
        until(() -> lease(client).getSpec().getRenewTime().isAfter(first));
    }

    /** While the Lease is renewed twice more, the node's object stays as it is. */
    private static void nothingIsWrittenAtRest(KubernetesClient client) {
        until(() -> node(client).getStatus().conditions().stream()
                .anyMatch(condition -> condition.getType().equals("PlanApplied")
                        && condition.getStatus().equals("True")));
        String version = node(client).getMetadata().getResourceVersion();
        ZonedDateTime renewed = lease(client).getSpec().getRenewTime();
        until(() -> lease(client).getSpec().getRenewTime().isAfter(renewed.plusSeconds(3)));
        assertThat(node(client).getMetadata().getResourceVersion()).isEqualTo(version);
    }

    private static Optional<ProfilingResult> profiled(KubernetesClient client) {
        List<ProfilingResult> profiles = node(client).getStatus().profiles();
        return profiles == null
                ? Optional.empty()
                : profiles.stream()
                        .filter(result -> result.state() == ProfilingState.MEASURED)
                        .findFirst();
    }

    private static void profileIsWhole(ProfilingResult result, WebModel models) throws NoSuchAlgorithmException {
        assertThat(result.name()).isEqualTo("web");
        assertThat(result.deviceType()).isEqualTo("x86-64");
        assertThat(result.sha256()).isEqualTo(models.sha256());
        assertThat(result.memory()).endsWith("Mi");
        assertThat(result.serviceTime()).singleElement().satisfies(row -> {
            assertThat(row.batch()).isEqualTo(1);
            assertThat(Durations.millis(row.mean())).isPositive();
        });
    }

    private static void statusSaysWhatFails(KubernetesClient client) {
        InferenceNode node = node(client);
        assertThat(node.getStatus().agent().httpPort()).isPositive();
        assertThat(node.getStatus().devices()).hasSize(2).first().satisfies(device -> {
            assertThat(device.emulated()).isTrue();
            assertThat(device.type()).isEqualTo("coral-usb");
        });
        assertThat(node.getStatus().apps()).anySatisfy(app -> {
            assertThat(app.name()).isEqualTo("own");
            assertThat(app.state()).isEqualTo(AppState.FAILED);
            assertThat(app.reason()).isEqualTo("NoSuchDevice");
        });
        assertThat(node.getMetadata().getManagedFields()).anySatisfy(field -> {
            assertThat(field.getManager()).isEqualTo("millrace-agent");
            assertThat(field.getSubresource()).isEqualTo("status");
            assertThat(field.getOperation()).isEqualTo("Apply");
        });
    }

    private void plan(ControlPlane plane, long epoch, String... assignments) throws Exception {
        apply(plane, """
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceNode
                metadata: {name: n1}
                spec:
                  planEpoch: %d
                  assignments: [%s]
                  profiling: [{model: {namespace: site, name: web}, variant: cpu, device: cpu-0}]
                """.formatted(epoch, String.join(", ", assignments)));
    }

    private void apply(ControlPlane plane, String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("apply.yaml"), yaml);
        plane.kubectl().run("apply", "--server-side", "--field-manager=millrace-operator", "-f", file.toString());
    }

    private static boolean observed(KubernetesClient client, String app) {
        return node(client).getStatus().apps().stream()
                .anyMatch(one -> one.name().equals(app) && one.observed() != null);
    }

    private static String web(WebModel models) throws NoSuchAlgorithmException {
        return """
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: web, namespace: site}
                spec:
                  variants: [{name: cpu, deviceClass: CPU, format: onnx, uri: "%s", sha256: "%s"}]
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: web, namespace: site}
                spec: {modelRef: {name: web}, arrivals: {ratePerSecond: 5}, slo: {latency: 500ms}}
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: photos, namespace: site}
                spec:
                  modelRef: {name: web}
                  arrivals: {ratePerSecond: 5}
                  slo: {latency: 500ms}
                  preprocess: {image: {width: 192, height: 48, layout: NCHW}}
                """.formatted(models.url(), models.sha256());
    }

    private static boolean ready(KubernetesClient client, String app) {
        InferenceNode node = node(client);
        List<AppOnNode> apps = node.getStatus() == null || node.getStatus().apps() == null
                ? List.of()
                : node.getStatus().apps();
        return apps.stream().anyMatch(on -> on.name().equals(app) && on.state() == AppState.READY);
    }

    private static long epoch(KubernetesClient client) {
        Long epoch = node(client).getStatus().planEpoch();
        return epoch == null ? 0 : epoch;
    }

    private static InferenceNode node(KubernetesClient client) {
        return client.resources(InferenceNode.class).withName("n1").get();
    }

    private static Lease lease(KubernetesClient client) {
        return client.leases().inNamespace(NAMESPACE).withName("agent-n1").get();
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }
}
