package dev.millrace.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.node.RealNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Dynamic resource allocation with a real scheduler, kubelet and container runtime, from installing to uninstalling. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DraIT {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration FOLLOW = Duration.ofSeconds(10);
    private static final Duration MOVE = Duration.ofSeconds(60);
    private static final String VARIABLE = "MILLRACE_EDGETPU_DEVICE_USB_2_1=/dev/bus/usb/002/005";

    private static DraCluster cluster;

    @BeforeAll
    static void install() throws IOException {
        Installed.requireRealNodes();
        cluster = DraCluster.start();
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void aNodesDevicesArePublishedAndNotOfferedTwice() {
        cluster.until(
                "the device is published", START, () -> cluster.published().equals("usb-2-1."));
        assertThat(cluster.slice(".spec.pool.name")).isEqualTo(cluster.node().name());
        assertThat(cluster.slice(".spec.devices[0].attributes.type.string")).isEqualTo("coral-usb");
        assertThat(cluster.slice(".metadata.ownerReferences[0].name"))
                .isEqualTo(cluster.node().name());
        assertThat(cluster.kubectl("get", "node", cluster.node().name(), "-o", "jsonpath={.status.capacity}"))
                .doesNotContain("millrace.dev/edgetpu");
        assertThat(cluster.ask("get", "pods", "-n", Installed.AGENTS, "-o", "name"))
                .doesNotContain("device-plugin");
    }

    @Test
    @Order(2)
    void aPodWithAClaimGetsTheDeviceNode() throws IOException {
        cluster.apply("""
                apiVersion: resource.k8s.io/v1
                kind: ResourceClaimTemplate
                metadata: {name: one-edgetpu}
                spec:
                  spec:
                    devices:
                      requests:
                        - name: tpu
                          exactly:
                            deviceClassName: edgetpu.millrace.dev
                            selectors:
                              - cel:
                                  expression: device.attributes["edgetpu.millrace.dev"].type == "coral-usb"
                """);
        pod("first");
        cluster.until("the Pod runs", MOVE, () -> cluster.phase("first").equals("Running"));
        List<Path> processes = cluster.processes(VARIABLE);
        assertThat(processes).hasSize(1);
        Path inside = processes.getFirst().resolve("root/dev/bus/usb/002/005");
        assertThat(Files.getAttribute(inside, "unix:rdev"))
                .as("that of the stand-in")
                .isEqualTo(Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));
        assertThat(cluster.specifications()).singleElement().asString().startsWith("edgetpu.millrace.dev-claim_");
    }

    @Test
    @Order(3)
    void aKubeletThatRestartsKnowsTheDriverAgain() {
        RealNode node = cluster.node();
        String before = cluster.slice(".metadata.uid");
        node.stopKubelet();
        node.startKubelet();
        // It deletes the ResourceSlices of its node when it starts.
        cluster.until(
                "the device is published again",
                MOVE,
                () -> cluster.published().equals("usb-2-1.")
                        && !cluster.slice(".metadata.uid").equals(before));
        assertThat(cluster.processes(VARIABLE)).hasSize(1);
    }

    @Test
    @Order(4)
    void aDriverThatRestartsTakesBackWhatTheOneBeforePrepared() {
        String before = cluster.driver();
        cluster.kubectl("delete", "pod", "-n", Installed.AGENTS, before, "--wait=true");
        cluster.until(
                "another driver runs",
                MOVE,
                () -> !cluster.driver().isEmpty()
                        && cluster.ask("logs", "-n", Installed.AGENTS, cluster.driver())
                                .contains("registered " + DraCluster.DRIVER));
        assertThat(cluster.published()).isEqualTo("usb-2-1.");
        pod("second");
        cluster.until(
                "the second has to wait",
                MOVE,
                () -> cluster.ask("get", "pod", "second", "-o", "jsonpath={.status.conditions[0].reason}")
                        .equals("Unschedulable"));

        String claim = cluster.specifications().getFirst();
        cluster.kubectl("delete", "pod", "first", "--wait=true", "--grace-period=1");
        cluster.until(
                "the first claim is taken back",
                MOVE,
                () -> !cluster.specifications().contains(claim));
        cluster.until(
                "the second gets the device",
                MOVE,
                () -> cluster.phase("second").equals("Running"));
        assertThat(cluster.processes(VARIABLE)).hasSize(1);
        cluster.kubectl("delete", "pod", "second", "--wait=true", "--grace-period=1");
        cluster.until(
                "nothing is left",
                MOVE,
                () -> cluster.specifications().isEmpty()
                        && cluster.ask("get", "resourceclaims", "-o", "name").isEmpty());
    }

    @Test
    @Order(5)
    void whatIsUnpluggedIsNotPublishedUntilItIsBack() {
        RealNode node = cluster.node();
        String generation = cluster.slice(".spec.pool.generation");
        node.hardware().unplug(DraCluster.PORT);
        cluster.until("the slice follows", FOLLOW, () -> cluster.published().isEmpty());
        node.hardware().plug(DraCluster.PORT, "1a6e", "089a", 2, 6);
        cluster.until("the slice follows", FOLLOW, () -> cluster.published().equals("usb-2-1."));
        assertThat(Long.parseLong(cluster.slice(".spec.pool.generation"))).isEqualTo(Long.parseLong(generation) + 2);
        pod("third");
        cluster.until("the Pod runs", MOVE, () -> cluster.phase("third").equals("Running"));
        assertThat(cluster.processes("MILLRACE_EDGETPU_DEVICE_USB_2_1=/dev/bus/usb/002/006"))
                .hasSize(1);
        cluster.kubectl("delete", "pod", "third", "--wait=true", "--grace-period=1");
    }

    @Test
    @Order(6)
    void aDriverWritesForItsOwnNodeOnly() {
        String slice = """
                apiVersion: resource.k8s.io/v1
                kind: ResourceSlice
                metadata: {name: forged}
                spec:
                  driver: edgetpu.millrace.dev
                  nodeName: %s
                  pool: {name: %s, generation: 99, resourceSliceCount: 1}
                  devices: [{name: a}]
                """;
        assertThatThrownBy(() ->
                        cluster.asDriver().runWithInput(slice.formatted("elsewhere", "elsewhere"), "create", "-f", "-"))
                .hasMessageContaining("own node only");
        String node = cluster.node().name();
        cluster.asDriver().runWithInput(slice.formatted(node, "another-pool"), "create", "-f", "-");
        cluster.until(
                "only one slice stays",
                MOVE,
                () -> cluster.ask("get", "resourceslices", "-o", "name").lines().count() == 1);
        cluster.until(
                "that shows what is there",
                MOVE,
                () -> cluster.published().equals("usb-2-1.")
                        && cluster.slice(".spec.pool.name").equals(node));
    }

    @Test
    @Order(7)
    void memoryAtRest() {
        List<Path> driver = cluster.processes("millrace-device-plugin-edgetpu.jar");
        assertThat(driver).hasSize(1);
        long kib = DraCluster.read(driver.getFirst().resolve("status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
        System.out.printf("resident: DRA driver %.1f MiB%n", kib / 1024.0);
        // Twice that of the plugin for the other API: this one talks to the API server.
        assertThat(kib / 1024).as("MiB").isLessThanOrEqualTo(150);
    }

    @Test
    @Order(8)
    void uninstallingLeavesNoDevices() {
        cluster.helm("uninstall", "millrace", "-n", Installed.SYSTEM);
        // Up to 30 s after the driver has gone the kubelet waits for another.
        cluster.until(
                "the kubelet deletes the slice",
                START,
                () -> cluster.ask("get", "resourceslices", "-o", "name").isEmpty());
        assertThat(cluster.ask("get", "deviceclasses", "-o", "name")).isEmpty();
    }

    private static void pod(String name) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  containers:
                    - name: main
                      image: %s
                      imagePullPolicy: Never
                      resources: {claims: [{name: tpu}]}
                  resourceClaims:
                    - {name: tpu, resourceClaimTemplateName: one-edgetpu}
                """.formatted(name, BuiltImages.PAUSE));
    }
}
