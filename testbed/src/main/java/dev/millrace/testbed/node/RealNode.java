package dev.millrace.testbed.node;

import dev.millrace.testbed.Child;
import dev.millrace.testbed.RunFolder;
import dev.millrace.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A kubelet with its containerd and kube-proxy, in namespaces of its own. Stopping and starting them is up to the test. */
public final class RealNode {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MS = 100;

    private final RunFolder run;
    private final NodeNetwork network;
    private final int index;
    private final NodeFiles files;
    private final Path kubelet;
    private final Path proxy;
    private final Path kubeletKubeconfig;
    private final ContainerRuntime runtime;
    private @Nullable Child holder;
    private @Nullable Child kubeletProcess;

    RealNode(
            RunFolder run,
            NodeNetwork network,
            int index,
            NodeFiles files,
            Path kubelet,
            Path proxy,
            Path kubeconfig,
            ContainerRuntime runtime) {
        this.run = run;
        this.network = network;
        this.index = index;
        this.files = files;
        this.kubelet = kubelet;
        this.proxy = proxy;
        this.kubeletKubeconfig = kubeconfig;
        this.runtime = runtime;
    }

    /** Of the Kubernetes Node. */
    public String name() {
        return files.name();
    }

    /** Address of the node: NodePorts are reached there. */
    public String address() {
        return network.address(index);
    }

    /** The folder that kubelet and Pods of this node see as {@code /var/lib/kubelet}. */
    public Path kubeletFolder() {
        return files.kubelet();
    }

    /** Manifests put there run without an API server. */
    public Path staticPods() {
        return files.staticPods();
    }

    /** A fake sysfs and a fake /dev in the kubelet's folder, as {@code hardware/sys} and {@code hardware/dev}. */
    public FakeHardware hardware() {
        return new FakeHardware(files.kubelet().resolve("hardware"));
    }

    void start() {
        ControlGroups.create(name());
        boot();
    }

    /**
     * What a power cut and a start afterwards leave: every program and container of the node is killed, its mounts and what
     * containerd keeps in memory are gone, disks are as they were. Then containerd, kubelet and kube-proxy start.
     */
    public void reboot() {
        kubeletProcess = null;
        Path namespace = files.folder().resolve("mount-namespace");
        await("all programs of " + name() + " have ended", () -> {
            List<ProcessHandle> left = NodeProcesses.of(name(), namespace);
            left.forEach(ProcessHandle::destroyForcibly);
            return left.isEmpty();
        });
        files.forgetWhatWasInMemory();
        boot();
    }

    private void boot() {
        enterNamespaces();
        inside(
                "containerd",
                runtime.containerd(),
                "-c",
                files.containerdConfig().toString());
        await("containerd listens", () -> Files.exists(files.containerdSocket()));
        startKubelet();
        inside("kube-proxy", proxy, "--config=" + files.proxyConfig());
    }

    private void enterNamespaces() {
        Path ready = files.folder().resolve("mount-namespace");
        // The folder of device plugins is fixed in the kubelet, so each kubelet gets a /var/lib/kubelet of its own.
        String script = "mkdir -p /var/lib/kubelet && mount --bind " + files.kubelet() + " /var/lib/kubelet"
                + " && mount --make-rshared / && readlink /proc/self/ns/mnt >" + ready + ".new && mv " + ready + ".new "
                + ready + " && exec sleep infinity";
        holder = run.start(
                name() + "-namespaces",
                NodePrograms.tool("nsenter"),
                List.of("--net=/run/netns/" + name(), "unshare", "--mount", "sh", "-c", script));
        await("the node's namespaces are there", () -> Files.exists(ready));
    }

    /** Starts the kubelet, or starts it again. */
    public void startKubelet() {
        kubeletProcess = inside(
                "kubelet",
                kubelet,
                "--config=" + files.kubeletConfig(),
                "--kubeconfig=" + kubeletKubeconfig,
                "--hostname-override=" + name(),
                "--node-ip=" + address());
    }

    /** Ends the kubelet; its Pods go on. */
    public void stopKubelet() {
        if (kubeletProcess != null) {
            kubeletProcess.kill();
            kubeletProcess = null;
        }
    }

    /** Pulls the node's cable, or plugs it in again. */
    public void link(boolean up) {
        network.link(index, up);
    }

    /** Loads a tar of an OCI image layout into the node's containerd. */
    public void load(String image, Path tar) {
        String repository = image.substring(0, image.lastIndexOf(':'));
        Shell.run(
                NodePrograms.tool("ctr").toString(),
                "--address",
                files.containerdSocket().toString(),
                "--namespace",
                "k8s.io",
                "images",
                "import",
                "--base-name",
                repository,
                tar.toString());
    }

    /** Runs a program in the node's namespaces, to its end; its output. */
    public String run(String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter"));
        all.addAll(namespaces());
        all.addAll(List.of(command));
        return Shell.run(all.toArray(String[]::new));
    }

    private Child inside(String what, Path program, String... arguments) {
        List<String> all = new ArrayList<>(namespaces());
        all.add(program.toString());
        all.addAll(List.of(arguments));
        return run.start(name() + "-" + what, NodePrograms.tool("nsenter"), all);
    }

    private List<String> namespaces() {
        Child in = holder;
        if (in == null) {
            throw new TestbedException("node " + name() + " is not started");
        }
        return List.of("--target", Long.toString(in.pid()), "--mount", "--net");
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TestbedException("not within " + START_TIMEOUT.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TestbedException("interrupted while waiting: " + what, e);
            }
        }
    }

    void prepare(String podRanges, String pause, Path proxyKubeconfig) {
        try {
            Files.createDirectories(files.folder());
        } catch (IOException e) {
            throw new TestbedException("cannot make " + files.folder(), e);
        }
        files.write(network.pods(index), podRanges, pause, proxyKubeconfig, NodePrograms.cni(), runtime);
    }
}
