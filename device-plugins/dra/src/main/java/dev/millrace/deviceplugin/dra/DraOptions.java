package dev.millrace.deviceplugin.dra;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a driver runs.
 *
 * @param driver its name, such as {@code edgetpu.millrace.dev}
 * @param environmentPrefix what the variables begin with that tell a container its devices, such as {@code
 *     MILLRACE_EDGETPU}
 * @param node name of the Kubernetes Node
 * @param kubeletFolder the kubelet's folder, at the same path as the kubelet sees it
 * @param cdiFolder where the container runtime looks for CDI specifications
 * @param every how often devices are looked for
 * @param looks how many looks in a row a loss or a change of health must last
 */
public record DraOptions(
        String driver,
        String environmentPrefix,
        String node,
        Path kubeletFolder,
        Path cdiFolder,
        Duration every,
        int looks) {

    /** The kubelet's own folder, where it is not another one. */
    public static final String KUBELET = "/var/lib/kubelet";

    /** Where runtimes look for specifications that are made while the node runs. */
    public static final String CDI = "/var/run/cdi";

    /** The kubelet connects to whatever socket appears there. */
    Path registrationSocket() {
        return kubeletFolder.resolve("plugins_registry").resolve(driver + "-reg.sock");
    }

    /** This driver's own folder. */
    Path folder() {
        return kubeletFolder.resolve("plugins").resolve(driver);
    }

    Path socket() {
        return folder().resolve("dra.sock");
    }

    /** Devices of this node are a pool of their own. */
    String pool() {
        return node;
    }
}
