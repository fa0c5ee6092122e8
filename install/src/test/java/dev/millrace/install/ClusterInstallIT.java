package dev.millrace.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testbed.node.RealNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both charts on two real nodes: kubelets hand EdgeTPU stand-ins to agents that the operator makes, apps are placed on them,
 * and clients inside and outside the cluster infer. One cluster for all, from installing to uninstalling.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterInstallIT {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration MOVE = Duration.ofSeconds(60);

    private static Installed installed;

    @BeforeAll
    static void install() throws IOException {
        Installed.requireRealNodes();
        installed = Installed.start();
    }

    @AfterAll
    static void end() {
        if (installed != null) {
            installed.close();
        }
    }

    @Test
    @Order(1)
    void kubeletsOfferTheDevices() {
        for (RealNode node : installed.nodes()) {
            installed.until(
                    node.name() + " offers its EdgeTPU",
                    START,
                    () -> installed.edgeTpus(node).equals("1"));
        }
        assertThat(installed.kubectl("get", "node", installed.nodes().getFirst().name(), "-o", "yaml"))
                .contains("millrace.dev/edgetpu: \"1\"");
    }

    @Test
    @Order(2)
    void theOperatorMakesOneAgentANodeWithItsDevices() {
        for (RealNode node : installed.nodes()) {
            installed.until(
                    "the agent of " + node.name() + " is ready",
                    START,
                    () -> installed.podReady(node) && installed.ready(node).equals("True"));
            installed.until(
                    "it reports its devices",
                    MOVE,
                    () -> installed.devices(node).equals("edgetpu-0 cpu-0"));
            assertThat(installed.kubectl(
                            "get",
                            "pod",
                            installed.agent(node),
                            "-n",
                            Installed.AGENTS,
                            "-o",
                            "jsonpath={.spec.nodeName} {.spec.containers[0].resources.limits.millrace\\.dev/edgetpu}"))
                    .isEqualTo(node.name() + " 1");
        }
    }

    @Test
    @Order(3)
    void appsArePlacedOnThem() {
        installed.applySite(MOVE);
        // Their rates do not fit on one device together.
        assertThat(List.of(installed.nodeOf("gate"), installed.nodeOf("yard")))
                .containsExactlyInAnyOrderElementsOf(
                        installed.nodes().stream().map(RealNode::name).toList());
    }

    @Test
    @Order(4)
    void aPodInfersThroughTheServiceOfAnAppOnAnotherNode() throws IOException {
        String address = installed.service("gate", "{.spec.clusterIP}");
        String said = new ClientPod(installed)
                .infer(
                        installed.other(installed.nodeOf("gate")).name(),
                        "site-a.gate",
                        address + ":8000",
                        address + ":8001");
        assertThat(said).contains("ok http " + address).contains("ok grpc " + address);
    }

    @Test
    @Order(5)
    void aClientOutsideInfersThroughANodePortOfAnyNode() throws IOException {
        String http = installed.service("yard", "{.spec.ports[?(@.name==\"http\")].nodePort}");
        String grpc = installed.service("yard", "{.spec.ports[?(@.name==\"grpc\")].nodePort}");
        RealNode first = installed.nodes().getFirst();
        RealNode last = installed.nodes().getLast();
        assertThat(new ClientPod(installed)
                        .inferFromOutside("site-a.yard", first.address() + ":" + http, last.address() + ":" + grpc))
                .contains("ok http")
                .contains("ok grpc");
    }

    @Test
    @Order(6)
    void anUpgradeKeepsTheObjectsAndWhatTheyServe(@TempDir Path packages) throws IOException {
        String before = objects();
        for (String name : List.of("millrace-crds", "millrace")) {
            installed.helm(
                    "package", Installed.chart(name), "--version", "0.1.1", "--destination", packages.toString());
            installed.helm(
                    "upgrade",
                    name,
                    packages.resolve(name + "-0.1.1.tgz").toString(),
                    "-n",
                    Installed.SYSTEM,
                    "--reuse-values",
                    "--set",
                    name.equals("millrace") ? "agents.podLabels.upgraded=yes" : "",
                    "--wait");
        }
        assertThat(installed.helm("list", "-n", Installed.SYSTEM)).contains("millrace-0.1.1", "millrace-crds-0.1.1");
        assertThat(objects()).isEqualTo(before);
        // The template of the agents' Pods changed, so they are made anew, and serve what they served.
        for (RealNode node : installed.nodes()) {
            installed.until(
                    "the agent of " + node.name() + " is the new one",
                    START,
                    () -> installed
                                    .ask(
                                            "get",
                                            "pod",
                                            installed.agent(node),
                                            "-n",
                                            Installed.AGENTS,
                                            "-o",
                                            "jsonpath={.metadata.labels.upgraded}")
                                    .equals("yes")
                            && installed.podReady(node));
        }
        for (String app : List.of("gate", "yard", "lamp")) {
            installed.until(app + " is ready", START, () -> installed.appReady(app));
        }
    }

    /** Names and identities of all objects of Millrace's kinds. */
    private static String objects() {
        return installed.kubectl(
                "get",
                "inferenceapps,inferencemodels,modelprofiles,inferencenodes",
                "-A",
                "-o",
                "jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.uid}{\"\\n\"}{end}");
    }

    @Test
    @Order(7)
    void uninstallingLeavesTheKindsAndTheirObjectsOnly() {
        installed.helm("uninstall", "millrace", "-n", Installed.SYSTEM, "--wait");
        installed.until(
                "the agents' namespace is gone",
                MOVE,
                () -> installed
                        .ask("get", "namespace", Installed.AGENTS, "--ignore-not-found", "-o", "name")
                        .isEmpty());
        assertThat(installed.kubectl("get", "clusterroles,clusterrolebindings", "-o", "name"))
                .doesNotContain("millrace");
        assertThat(installed.kubectl("get", "all", "-n", Installed.SYSTEM, "-o", "name"))
                .isEmpty();
        installed.helm("uninstall", "millrace-crds", "-n", Installed.SYSTEM, "--wait");
        assertThat(installed.kubectl("get", "inferenceapps", "-A", "-o", "name"))
                .contains("gate", "yard");
    }
}
