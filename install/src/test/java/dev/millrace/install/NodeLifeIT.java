package dev.millrace.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testbed.node.RealNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Nodes, kubelets, device plugins and devices of an installation come and go. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeLifeIT {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration FOLLOW = Duration.ofSeconds(10);
    private static final Duration MOVE = Duration.ofSeconds(60);
    private static final Duration REST = Duration.ofSeconds(90);

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
    void agentsAreReady() {
        installed.until(
                "agents are ready",
                START,
                () -> installed.nodes().stream()
                        .allMatch(node -> installed.podReady(node)
                                && installed.devices(node).equals("edgetpu-0 cpu-0")));
    }

    /** Without models. */
    @Test
    @Tag("long")
    @Order(2)
    void programsAtRestKeepWithinTheirMemory() {
        // What a start needs is given back within half a minute, and some of it with the collection after that.
        installed.until("programs are at rest within their memory", REST, () -> {
            Footprint footprint = Footprint.measure(installed);
            return footprint.residentMiB("operator") <= 200
                    && footprint.residentMiB("agent") <= 150
                    && footprint.residentMiB("device-plugin-edgetpu") <= 60;
        });
        Footprint.measure(installed).print();
    }

    /** One after the other, on machines that do nothing else. */
    @Test
    @Tag("long")
    @Order(3)
    void programsStartSoon() {
        Duration operator = installed.restart(Installed.SYSTEM, "-l", "app.kubernetes.io/name=millrace-operator");
        Duration agent = installed.restart(
                Installed.AGENTS,
                "-l",
                "app.kubernetes.io/name=millrace-agent",
                "--field-selector=spec.nodeName=" + installed.nodes().getLast().name());
        System.out.printf("start to Ready: operator %d s, agent %d s%n", operator.toSeconds(), agent.toSeconds());
        assertThat(operator).isLessThan(Duration.ofSeconds(5));
        assertThat(agent).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    @Order(4)
    void appsAreReady() {
        installed.applySite(MOVE);
    }

    @Test
    @Order(5)
    void aRestartOfTheKubeletLeavesAgentsAlone() {
        RealNode node = installed.nodes().getFirst();
        String before = installed.started(node);
        long registrations = installed.registrations(node);
        node.stopKubelet();
        node.startKubelet();
        installed.until(
                "the kubelet is back with its devices",
                MOVE,
                () -> installed.registrations(node) > registrations
                        && installed.edgeTpus(node).equals("1")
                        && installed.podReady(node));
        assertThat(installed.started(node)).isEqualTo(before);
        assertThat(installed.appReady("gate")).isTrue();
    }

    @Test
    @Order(6)
    void aRestartOfThePluginIsRegisteredAgain() {
        RealNode node = installed.nodes().getFirst();
        String before = installed.started(node);
        installed.kubectl(
                "delete",
                "pod",
                "-n",
                Installed.AGENTS,
                "-l",
                "app.kubernetes.io/name=millrace-device-plugin-edgetpu",
                "--field-selector=spec.nodeName=" + node.name(),
                "--wait=true");
        installed.until(
                "the new plugin has registered",
                MOVE,
                // The kubelet may still tell what the old one had said.
                () -> installed.registrations(node) > 0
                        && installed.edgeTpus(node).equals("1"));
        assertThat(installed.started(node)).isEqualTo(before);
    }

    @Test
    @Order(7)
    void anUnpluggedDeviceIsGoneWithItsAppsAndComesBackElsewhere() {
        RealNode node = installed.nodes().getFirst();
        installed.kubectl("label", "node", node.name(), "millrace.dev/agent=true");
        node.hardware().unplug("2-1");
        installed.until(
                "the capacity follows", FOLLOW, () -> installed.capacity(node).equals("0"));
        installed.until(
                "the InferenceNode follows", MOVE, () -> installed.devices(node).equals("cpu-0"));
        installed.until("an app has no place", MOVE, () -> !installed.appReady("gate") || !installed.appReady("yard"));

        // In another port, and with its firmware loaded: another id, another path.
        node.hardware().plug("4-2", "18d1", "9302", 4, 9);
        installed.until(
                "the capacity follows", FOLLOW, () -> installed.edgeTpus(node).equals("1"));
        installed.until(
                "the InferenceNode follows", MOVE, () -> installed.devices(node).equals("edgetpu-0 cpu-0"));
        installed.until("both apps are back", MOVE, () -> installed.appReady("gate") && installed.appReady("yard"));
    }
}
