package dev.millrace.testbed.node;

import dev.millrace.testbed.Programs;
import dev.millrace.testbed.TestbedException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What real nodes need of this machine, besides the Kubernetes programs: all of it in Debian's packages. */
final class NodePrograms {
    private static final List<String> TOOLS = List.of(
            "containerd", "ctr", "containerd-shim-runc-v2", "runc", "nft", "conntrack", "ip", "nsenter", "unshare");
    private static final Path CNI = Path.of("/usr/lib/cni");
    private static final Path MEMORY_CGROUP = Path.of("/sys/fs/cgroup/memory");

    private NodePrograms() {}

    /** What this machine does not allow of what real nodes need, whatever is installed; empty where it allows all. */
    static Optional<String> refused() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("real nodes need root");
        }
        if (!Files.isDirectory(MEMORY_CGROUP)) {
            // With version 2 only, a kubelet needs a delegated subtree of it: not tried yet.
            return Optional.of("real nodes need control groups of version 1");
        }
        if (!Files.isWritable(MEMORY_CGROUP)) {
            return Optional.of("real nodes need to make control groups, and " + MEMORY_CGROUP + " is read-only");
        }
        try {
            Shell.run("unshare", "--net", "--mount", "true");
        } catch (TestbedException e) {
            return Optional.of("real nodes need namespaces of their own: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Why real nodes cannot run here; empty where they can. */
    static Optional<String> missing() {
        Optional<String> refused = refused();
        if (refused.isPresent()) {
            return refused;
        }
        List<String> absent = new ArrayList<>();
        TOOLS.stream().filter(tool -> find(tool).isEmpty()).forEach(absent::add);
        if (!Files.isExecutable(CNI.resolve("bridge"))) {
            absent.add("the CNI plugins in " + CNI);
        }
        if (!absent.isEmpty()) {
            return Optional.of(
                    "real nodes need " + String.join(", ", absent)
                            + ". Debian: apt-get install containerd runc containernetworking-plugins nftables conntrack iproute2");
        }
        return Optional.empty();
    }

    static Path tool(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no program " + name));
    }

    static Path cni() {
        return CNI;
    }

    /** Kubelet and kube-proxy are built only for those who use them. */
    static Programs kubernetes() {
        return Programs.obtainWithNodes();
    }

    private static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin";
        for (String folder : path.split(File.pathSeparator)) {
            Path file = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
