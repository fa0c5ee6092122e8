package dev.millrace.install;

import static org.awaitility.Awaitility.await;

import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.KubectlException;
import dev.millrace.testbed.ServiceAccount;
import dev.millrace.testbed.node.RealCluster;
import dev.millrace.testbed.node.RealNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * One real node whose containerd has CDI, with an EdgeTPU stand-in, and the chart installed with DRA on; without operator
 * and agents, which have no part in it.
 */
final class DraCluster implements AutoCloseable {
    static final String DRIVER = "edgetpu.millrace.dev";
    static final String PORT = "2-1";
    private static final String VALUES = """
            image: {pullPolicy: Never}
            operator: {replicas: 0}
            agents: {enabled: false}
            devicePlugins:
              edgetpu:
                sysPath: /var/lib/kubelet/hardware/sys
                devPath: /var/lib/kubelet/hardware/dev
                cdi: {path: /var/lib/kubelet/cdi}
                dra: {enabled: true}
            """;

    private final RealCluster cluster;

    private DraCluster(RealCluster cluster) {
        this.cluster = cluster;
    }

    static DraCluster start() throws IOException {
        BuiltImages.build();
        DraCluster started = new DraCluster(RealCluster.startWithCdi(1, BuiltImages.PAUSE));
        try {
            RealNode node = started.node();
            node.hardware().create();
            node.hardware().plug(PORT, "18d1", "9302", 2, 5);
            BuiltImages.loadInto(node, List.of("pause", "device-plugin-edgetpu"));
            started.kubectl("label", "node", node.name(), "millrace.dev/dra=true");
            Path values = started.cluster.plane().folder().resolve("values.yaml");
            Files.writeString(values, VALUES);
            started.kubectl("create", "namespace", Installed.SYSTEM);
            started.helm(
                    "install",
                    "millrace",
                    Installed.chart("millrace"),
                    "-n",
                    Installed.SYSTEM,
                    "-f",
                    values.toString());
            return started;
        } catch (IOException | RuntimeException | AssertionError e) {
            started.close();
            throw e;
        }
    }

    RealNode node() {
        return cluster.nodes().getFirst();
    }

    String kubectl(String... arguments) {
        return cluster.kubectl().run(arguments);
    }

    void apply(String yaml) {
        cluster.kubectl().runWithInput(yaml, "apply", "-f", "-");
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
        List<String> command = Stream.concat(Stream.of(Repository.helm()), Stream.of(arguments))
                .toList();
        return Repository.run(Map.of("KUBECONFIG", cluster.plane().kubeconfig().toString()), command);
    }

    /** kubectl with the rights of the driver of a node. */
    Kubectl asDriver() {
        Path access = cluster.plane()
                .kubeconfigFor(ServiceAccount.of(Installed.AGENTS, "millrace-dra-edgetpu")
                        .onNode(node().name()));
        return new Kubectl(cluster.kubectl().program(), access, null);
    }

    /** The names of the devices that the node's ResourceSlice shows; a dot after each. Empty where there is no slice. */
    String published() {
        return ask(
                "get",
                "resourceslices",
                "--field-selector=spec.nodeName=" + node().name() + ",spec.driver=" + DRIVER,
                "-o",
                "jsonpath={range .items[*].spec.devices[*]}{.name}.{end}");
    }

    String slice(String path) {
        return ask("get", "resourceslices", "-o", "jsonpath={.items[0]" + path + "}");
    }

    String phase(String pod) {
        return ask("get", "pod", pod, "-o", "jsonpath={.status.phase}");
    }

    /** Name of the Pod that the driver runs in. */
    String driver() {
        return ask(
                "get",
                "pod",
                "-n",
                Installed.AGENTS,
                "-l",
                "app.kubernetes.io/name=millrace-dra-edgetpu",
                "--field-selector=status.phase=Running",
                "-o",
                "jsonpath={.items[0].metadata.name}");
    }

    /** CDI specifications of claims. */
    List<String> specifications() {
        Path folder = node().kubeletFolder().resolve("cdi");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Folders in /proc of the node's processes that have this text in their environment or command line. */
    List<Path> processes(String text) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .filter(path -> read(path.resolve("cgroup")).contains("/" + node().name() + "/"))
                    .filter(path -> (read(path.resolve("environ")) + read(path.resolve("cmdline"))).contains(text))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    void until(String what, Duration limit, Callable<Boolean> condition) {
        try {
            await(what).atMost(limit).pollInterval(Duration.ofMillis(200)).until(condition);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(
                    "not within " + limit.toSeconds() + " s: " + what + "\n" + ask("get", "pods", "-A", "-o", "wide")
                            + "\n" + ask("get", "resourceslices,resourceclaims", "-A", "-o", "yaml") + "\n"
                            + ask("logs", "-n", Installed.AGENTS, "-l", "app.kubernetes.io/name=millrace-dra-edgetpu")
                            + "\n" + ask("get", "events", "-A", "--sort-by=.lastTimestamp"),
                    e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
