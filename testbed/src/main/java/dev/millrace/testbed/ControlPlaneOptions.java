package dev.millrace.testbed;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to start.
 *
 * @param controllers kube-controller-manager and kube-scheduler too: garbage collection by owner reference, deletion of
 *     namespaces, default service accounts, scheduling. Without them only the API itself works
 * @param users known by token beside the administrator; see {@link LocalControlPlane#kubeconfigFor(String)}
 * @param parent folder in which the control plane makes its own
 * @param address of this machine that nodes reach the API server at; null: loopback, and no nodes
 */
public record ControlPlaneOptions(
        boolean controllers,
        List<User> users,
        Path parent,
        @Nullable String address) {

    public ControlPlaneOptions {
        users = List.copyOf(users);
    }

    /** etcd and kube-apiserver only, in the temporary folder. */
    public static ControlPlaneOptions defaults() {
        return new ControlPlaneOptions(false, List.of(), Path.of(System.getProperty("java.io.tmpdir")), null);
    }

    public ControlPlaneOptions withControllers() {
        return new ControlPlaneOptions(true, users, parent, address);
    }

    public ControlPlaneOptions withUsers(User... users) {
        return new ControlPlaneOptions(controllers, List.of(users), parent, address);
    }

    public ControlPlaneOptions in(Path parent) {
        return new ControlPlaneOptions(controllers, users, parent, address);
    }

    /** With controllers, and for kubelets that reach the API server at {@code address} of this machine. */
    public ControlPlaneOptions forNodesAt(String address) {
        return new ControlPlaneOptions(true, users, parent, address);
    }
}
