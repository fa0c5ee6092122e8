package dev.millrace.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testbed.ServiceAccount;
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

/** Nodes without a link go on serving, and serve again after their agent or the whole node was restarted meanwhile. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DisconnectionIT {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration MOVE = Duration.ofSeconds(60);
    private static final Path MANIFEST = Repository.HOME.resolve("deploy/static/millrace-agent.yaml");

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
    void aNodeCutOffGoesOnServingAndComesBack() throws IOException {
        installed.until(
                "the agents report their devices",
                START,
                () -> installed.nodes().stream()
                        .allMatch(each -> installed.podReady(each)
                                && installed.devices(each).equals("edgetpu-0 cpu-0")));
        installed.applySite(MOVE);
        RealNode node = installed.withoutOperator();
        String big = installed.nodeOf("gate").equals(node.name()) ? "gate" : "yard";
        ClientPod client = new ClientPod(installed);
        String agent = installed.kubectl(
                "get", "pod", installed.agent(node), "-n", Installed.AGENTS, "-o", "jsonpath={.status.podIP}");
        node.link(false);
        try {
            installed.until(
                    "the operator misses the node",
                    MOVE,
                    () -> installed.ready(node).equals("False"));
            installed.until(
                    "the other node takes over what fits",
                    MOVE,
                    () -> !installed.appReady(big)
                            && installed.appReady("lamp")
                            && installed
                                    .nodeOf("lamp")
                                    .equals(installed.other(node.name()).name()));
            assertThat(client.inferOn(node, "site-a." + big, agent + ":8000")).contains("ok http");

            // Nobody but the kubelet can bring it back, and without an API server.
            Footprint.kill(node, "agent");
            installed.until("the agent serves again, offline", MOVE, () -> {
                try {
                    return client.inferOn(node, "site-a." + big, agent + ":8000")
                            .contains("ok http");
                } catch (AssertionError e) {
                    return false;
                }
            });
        } finally {
            node.link(true);
        }
        installed.until(
                "the node is back", MOVE, () -> installed.ready(node).equals("True") && installed.podReady(node));
        for (String app : List.of("gate", "yard", "lamp")) {
            installed.until(app + " is ready", MOVE, () -> installed.appReady(app));
        }
    }

    @Test
    @Order(2)
    void aStaticAgentServesItsLastPlanAfterAPowerCut() throws IOException {
        RealNode node = installed.withoutOperator();
        installed.kubectl("label", "node", node.name(), "millrace.dev/agent=static", "millrace.test/static=true");
        installed.until(
                "no agent of the operator's is there",
                START,
                () -> installed
                        .ask(
                                "get",
                                "pod",
                                installed.agent(node),
                                "-n",
                                Installed.AGENTS,
                                "--ignore-not-found",
                                "-o",
                                "name")
                        .isEmpty());
        runStaticAgent(node);
        installed.until(
                "the static agent reports its device",
                START,
                () -> installed.ready(node).equals("True")
                        && installed.devices(node).contains("edgetpu-0"));
        installed.kubectl(
                "patch",
                "inferenceapp",
                "lamp",
                "-n",
                "site-a",
                "--type=merge",
                "-p",
                "{\"spec\":{\"nodeSelector\":{\"millrace.test/static\":\"true\"}}}");
        installed.until(
                "lamp is ready on the static agent's node",
                START,
                () -> installed.appReady("lamp") && installed.nodeOf("lamp").equals(node.name()));
        ClientPod client = new ClientPod(installed);
        String address = node.address() + ":8000";
        installed.until("lamp is served there", MOVE, () -> serves(client, node, "lamp", address));

        node.link(false);
        try {
            node.reboot();
            installed.until("it serves again, offline", MOVE, () -> serves(client, node, "lamp", address));
        } finally {
            node.link(true);
        }
        installed.until("the node is back", MOVE, () -> installed.ready(node).equals("True"));
        installed.until("lamp is ready", MOVE, () -> installed.appReady("lamp"));
    }

    private static boolean serves(ClientPod client, RealNode node, String app, String address) throws IOException {
        try {
            return client.inferOn(node, "site-a." + app, address).contains("ok http");
        } catch (AssertionError e) {
            return false;
        }
    }

    /** As docs/install.md says; folders of the host are those of this node, and the device is a stand-in. */
    private static void runStaticAgent(RealNode node) throws IOException {
        String folder = "/var/lib/kubelet/static-agent";
        Path onHost = node.kubeletFolder().resolve("static-agent");
        Files.createDirectories(onHost.resolve("config"));
        Path kubeconfig = installed
                .cluster()
                .plane()
                .kubeconfigFor(
                        ServiceAccount.of(Installed.AGENTS, "millrace-agent").onNode(node.name()));
        Files.copy(kubeconfig, onHost.resolve("config/kubeconfig"));
        String pod = Files.readString(MANIFEST)
                .replace("path: /etc/millrace,", "path: " + folder + "/config,")
                .replace("path: /var/lib/millrace,", "path: " + folder + "/state,")
                .replace("imagePullPolicy: IfNotPresent", "imagePullPolicy: Never")
                .replace("- --insecure", "- --insecure\n        - --emulate=edgetpu-0=coral-usb");
        Files.writeString(node.staticPods().resolve("millrace-agent.yaml"), pod);
    }
}
