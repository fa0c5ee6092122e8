package dev.millrace.testbed.node;

import dev.millrace.testbed.Programs;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The containerd of a node.
 *
 * @param containerd the program
 * @param shim of containers, if not the one on the PATH
 * @param cdi whether it hands out devices by name; specifications are in {@code /var/lib/kubelet/cdi} of the node
 */
record ContainerRuntime(Path containerd, Optional<Path> shim, boolean cdi) {
    /** As the system has it. Debian 12's has no CDI. */
    static ContainerRuntime ofTheSystem() {
        return new ContainerRuntime(NodePrograms.tool("containerd"), Optional.empty(), false);
    }

    /** One built from source, where it is not there yet (minutes, once). */
    static ContainerRuntime withCdi() {
        Programs built = Programs.obtainContainerd();
        return new ContainerRuntime(built.path("containerd"), Optional.of(built.path("containerd-shim-runc-v2")), true);
    }

    /** Lines for the section of the CRI plugin. */
    String criOptions() {
        return cdi ? "enable_cdi = true\n  cdi_spec_dirs = [\"/var/lib/kubelet/cdi\"]" : "";
    }

    /** Lines for the section of the runtime. */
    String runtimeOptions() {
        return shim.map(path -> "runtime_path = \"" + path + "\"").orElse("");
    }
}
