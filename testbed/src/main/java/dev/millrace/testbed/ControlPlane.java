package dev.millrace.testbed;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API to work against as its administrator: one of our own, made for the occasion and gone on close, or a
 * cluster that the user named.
 */
public sealed interface ControlPlane extends AutoCloseable permits LocalControlPlane, NamedCluster {

    /** Environment variable by which a user offers a cluster of their own to the tests. {@code KUBECONFIG} never counts. */
    String TEST_KUBECONFIG = "MILLRACE_TEST_KUBECONFIG";

    /** Starts etcd and kube-apiserver on loopback and waits until the API is ready (about 5 s). */
    static LocalControlPlane start() {
        return start(ControlPlaneOptions.defaults());
    }

    /**
     * Starts a control plane and waits until the API is ready.
     *
     * @throws TestbedException if a part does not start; the message ends with the end of its log, and nothing is left
     */
    static LocalControlPlane start(ControlPlaneOptions options) {
        return start(Programs.obtain(), options);
    }

    /** As {@link #start(ControlPlaneOptions)}, with programs at hand. */
    static LocalControlPlane start(Programs programs, ControlPlaneOptions options) {
        return LocalControlPlane.start(programs, options);
    }

    /**
     * A cluster that exists already and that closing leaves alone.
     *
     * @param kubeconfig a file that the user named
     * @param context a context of that file; null for its current one
     * @param parent where the folder for our own files is made
     */
    static NamedCluster named(Path kubeconfig, @Nullable String context, Path parent) {
        return NamedCluster.of(kubeconfig, context, parent);
    }

    /** A file with the administrator's access, its context set: fit for {@code kubectl --kubeconfig} and any client. */
    Path kubeconfig();

    /** kubectl as the administrator. */
    Kubectl kubectl();

    /** Where processes and files belong that are to vanish when this is closed. */
    RunFolder run();

    /** The folder of {@link #run}. */
    default Path folder() {
        return run().path();
    }

    /**
     * A kubeconfig that holds only a token of a service account, so that RBAC decides what its bearer may do. Namespace
     * and account are created where missing.
     */
    default Path kubeconfigFor(ServiceAccount account) {
        return ServiceAccountAccess.grant(kubectl(), folder(), account);
    }

    /** Creates a namespace whose name begins with {@code prefix} and was never used before; returns the name. */
    default String createNamespace(String prefix) {
        String name = prefix + "-" + Long.toString(System.nanoTime() & 0xfffffffffL, Character.MAX_RADIX);
        kubectl().run("create", "namespace", name);
        return name;
    }

    @Override
    void close();
}
