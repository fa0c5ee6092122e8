package dev.millrace.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.millrace.testbed.KubectlException;
import dev.millrace.testbed.node.RealCluster;
import dev.millrace.testbed.node.RealNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two real nodes with an EdgeTPU stand-in each, and both charts installed as a user would. */
final class Installed implements AutoCloseable {
    static final String SYSTEM = "millrace-system";
    static final String AGENTS = "millrace-agents";

    /** Stand-ins for hardware, images loaded by hand, and a kubelet that reports twice as often as it would by itself. */
    private static final String VALUES = """
            image: {pullPolicy: Never}
            operator:
              extraArgs: [--agent-settle=3]
            agents:
              stateDir: /var/lib/kubelet/millrace
              extraArgs: [--emulate-granted, --cpu=cpu-0=x86-64, --drain-time=2000]
            devicePlugins:
              edgetpu: {sysPath: /var/lib/kubelet/hardware/sys, devPath: /var/lib/kubelet/hardware/dev}
            """;

    private final RealCluster cluster;

    private Installed(RealCluster cluster) {
        this.cluster = cluster;
    }

    /** Skips the test where the machine refuses what real nodes need; fails where only programs are missing. */
    static void requireRealNodes() {
        RealCluster.refused().ifPresent(reason -> abort(reason));
        assertThat(RealCluster.unsupported()).as("programs of real nodes").isEmpty();
    }

    static Installed start() throws IOException {
        BuiltImages.build();
        RealCluster cluster = RealCluster.start(2, BuiltImages.PAUSE);
        Installed installed = new Installed(cluster);
        try {
            for (RealNode node : cluster.nodes()) {
                node.hardware().create();
                node.hardware().plug("2-1", "1a6e", "089a", 2, 5);
                BuiltImages.loadInto(node);
            }
            Path values = cluster.plane().folder().resolve("values.yaml");
            Files.writeString(values, VALUES);
            installed.kubectl("create", "namespace", SYSTEM);
            installed.kubectl("label", "namespace", SYSTEM, "pod-security.kubernetes.io/enforce=restricted");
            installed.helm("install", "millrace-crds", chart("millrace-crds"), "-n", SYSTEM, "--wait");
            installed.helm("install", "millrace", chart("millrace"), "-n", SYSTEM, "-f", values.toString());
            return installed;
        } catch (IOException | RuntimeException | AssertionError e) {
            installed.close();
            throw e;
        }
    }

    static String chart(String name) {
        return Repository.HOME.resolve("helm").resolve(name).toString();
    }

    RealCluster cluster() {
        return cluster;
    }

    List<RealNode> nodes() {
        return cluster.nodes();
    }

    String kubectl(String... arguments) {
        return cluster.kubectl().run(arguments);
    }

    /** As {@link #kubectl}, with an empty answer where it fails. */
    String ask(String... arguments) {
        try {
            return kubectl(arguments).strip();
        } catch (KubectlException e) {
            return "";
        }
    }

    String helm(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Repository.helm()));
        command.addAll(List.of(arguments));
        return Repository.run(Map.of("KUBECONFIG", cluster.plane().kubeconfig().toString()), command);
    }

    /** What the kubelet says Pods can have of EdgeTPUs on a node. */
    String edgeTpus(RealNode node) {
        return ask("get", "node", node.name(), "-o", "jsonpath={.status.allocatable.millrace\\.dev/edgetpu}");
    }

    String capacity(RealNode node) {
        return ask("get", "node", node.name(), "-o", "jsonpath={.status.capacity.millrace\\.dev/edgetpu}");
    }

    /** Names of the devices that the node's agent reports. */
    String devices(RealNode node) {
        return ask("get", "inferencenode", node.name(), "-o", "jsonpath={.status.devices[*].name}");
    }

    String ready(RealNode node) {
        return ask(
                "get",
                "inferencenode",
                node.name(),
                "-o",
                "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}");
    }

    String app(String name, String path) {
        return ask("get", "inferenceapp", name, "-n", "site-a", "-o", "jsonpath=" + path);
    }

    boolean appReady(String name) {
        return app(name, "{.status.conditions[?(@.type==\"Ready\")].status}").equals("True");
    }

    boolean podReady(RealNode node) {
        return ask(
                        "get",
                        "pod",
                        agent(node),
                        "-n",
                        AGENTS,
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}")
                .equals("True");
    }

    /** How often the node's device plugin has registered. */
    long registrations(RealNode node) {
        String plugin = ask(
                "get",
                "pod",
                "-n",
                AGENTS,
                "-l",
                "app.kubernetes.io/name=millrace-device-plugin-edgetpu",
                "--field-selector=spec.nodeName=" + node.name() + ",status.phase=Running",
                "-o",
                "jsonpath={.items[0].metadata.name}");
        return plugin.isEmpty()
                ? 0
                : ask("logs", "-n", AGENTS, plugin)
                        .lines()
                        .filter(line -> line.contains("registered millrace.dev/edgetpu"))
                        .count();
    }

    /** Tells one agent's container from the next. */
    String started(RealNode node) {
        return kubectl(
                "get",
                "pod",
                agent(node),
                "-n",
                AGENTS,
                "-o",
                "jsonpath={.metadata.uid} {.status.containerStatuses[0].containerID}");
    }

    /** Applies the apps of the tests; returns once they are ready. */
    void applySite(Duration limit) {
        kubectl(
                "apply",
                "-f",
                Repository.HOME.resolve("install/src/test/resources/site.yaml").toString());
        for (String app : List.of("gate", "yard", "lamp")) {
            until(app + " is ready", limit, () -> appReady(app));
        }
    }

    /** Deletes a Pod; from the start of the new one's container to its being Ready, to the second. */
    Duration restart(String namespace, String... selector) {
        String before = pod(namespace, "{.items[*].metadata.uid}", selector);
        List<String> delete = new ArrayList<>(List.of("delete", "pod", "-n", namespace, "--wait=true"));
        delete.addAll(List.of(selector));
        kubectl(delete.toArray(String[]::new));
        String status = "{.items[0].metadata.uid}"
                + " {.items[0].status.conditions[?(@.type==\"Ready\")].status}"
                + " {.items[0].status.containerStatuses[0].state.running.startedAt}"
                + " {.items[0].status.conditions[?(@.type==\"Ready\")].lastTransitionTime}";
        String[] seen = await("a new Pod is ready")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> pod(namespace, status, selector).split(" "),
                        words -> words.length == 4 && !before.contains(words[0]) && words[1].equals("True"));
        return Duration.between(Instant.parse(seen[2]), Instant.parse(seen[3]));
    }

    private String pod(String namespace, String path, String... selector) {
        List<String> get = new ArrayList<>(List.of("get", "pod", "-n", namespace, "-o", "jsonpath=" + path));
        get.addAll(List.of(selector));
        return ask(get.toArray(String[]::new));
    }

    String agent(RealNode node) {
        return "millrace-agent-" + node.name();
    }

    String nodeOf(String app) {
        return app(app, "{.status.placements[0].node}");
    }

    RealNode other(String name) {
        return nodes().stream()
                .filter(node -> !node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A node that can be cut off without the operator. */
    RealNode withoutOperator() {
        return other(kubectl(
                "get",
                "pod",
                "-n",
                SYSTEM,
                "-l",
                "app.kubernetes.io/name=millrace-operator",
                "-o",
                "jsonpath={.items[0].spec.nodeName}"));
    }

    String service(String app, String path) {
        return kubectl("get", "service", app, "-n", "site-a", "-o", "jsonpath=" + path);
    }

    /** The Pods and what they said, for a failed wait. */
    String state() {
        return ask("get", "pods", "-A", "-o", "wide") + "\n" + ask("get", "inferencenodes", "-o", "wide") + "\n"
                + ask("get", "inferenceapps", "-A", "-o", "wide") + "\n"
                + ask("logs", "-n", SYSTEM, "deploy/millrace-operator", "--tail=30") + "\n"
                + ask("logs", "-n", AGENTS, "-l", "app.kubernetes.io/name=millrace-agent", "--tail=20") + "\n"
                + ask("get", "events", "-A", "--sort-by=.lastTimestamp");
    }

    void until(String what, Duration limit, java.util.concurrent.Callable<Boolean> condition) {
        try {
            await(what).atMost(limit).pollInterval(Duration.ofMillis(200)).until(condition);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("not within " + limit.toSeconds() + " s: " + what + "\n" + state(), e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
