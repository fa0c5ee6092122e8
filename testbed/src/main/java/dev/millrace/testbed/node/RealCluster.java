package dev.millrace.testbed.node;

import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.ControlPlaneOptions;
import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.LocalControlPlane;
import dev.millrace.testbed.TestbedException;
import dev.millrace.testbed.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control plane and real nodes: kubelet, containerd and kube-proxy, each node in a network namespace of its own on a
 * bridge of this machine. Needs root. All of it ends on {@link #close}, with the JVM, and after {@code kill -9} of it.
 */
public final class RealCluster implements AutoCloseable {
    private static final String PROXY = "system:kube-proxy";

    private final LocalControlPlane plane;
    private final List<RealNode> nodes;

    private RealCluster(LocalControlPlane plane, List<RealNode> nodes) {
        this.plane = plane;
        this.nodes = List.copyOf(nodes);
    }

    /**
     * What this machine does not allow of what real nodes need (root, control groups, namespaces), in a sentence for the
     * user; empty where it allows all. Programs that could be installed are another matter: {@link #unsupported}.
     */
    public static Optional<String> refused() {
        return NodePrograms.refused();
    }

    /** Why real nodes cannot run on this machine, in a sentence for the user; empty where they can. */
    public static Optional<String> unsupported() {
        return NodePrograms.missing();
    }

    /**
     * Starts a control plane and nodes, and returns when the kubelets have registered. The Nodes are Ready a few seconds
     * later, once {@code pause} is loaded and the network is up.
     *
     * @param count of nodes, 1 to 20
     * @param pause image of the Pods' sandboxes; to be {@linkplain RealNode#load loaded} into each node
     * @throws TestbedException if a part does not start; nothing is left then
     */
    public static RealCluster start(int count, String pause) {
        requireSupport();
        return start(count, pause, ContainerRuntime.ofTheSystem());
    }

    /**
     * As {@link #start}, with a containerd that hands out devices by name: specifications are those in {@code cdi} of the
     * {@linkplain RealNode#kubeletFolder kubelet's folder}. It is built where it is not there yet (minutes, once).
     *
     * @throws TestbedException if a part does not start; nothing is left then
     */
    public static RealCluster startWithCdi(int count, String pause) {
        requireSupport();
        return start(count, pause, ContainerRuntime.withCdi());
    }

    private static void requireSupport() {
        unsupported().ifPresent(reason -> {
            throw new TestbedException(reason);
        });
    }

    private static RealCluster start(int count, String pause, ContainerRuntime runtime) {
        var programs = NodePrograms.kubernetes();
        NodeNetwork network = NodeNetwork.create();
        LocalControlPlane plane;
        try {
            List<User> users = new ArrayList<>(List.of(new User(PROXY, List.of("system:node-proxier"))));
            for (int node = 0; node < count; node++) {
                users.add(new User("system:node:" + network.namespace(node), List.of("system:nodes")));
            }
            plane = ControlPlane.start(
                    programs,
                    ControlPlaneOptions.defaults().forNodesAt(network.address()).withUsers(users.toArray(User[]::new)));
        } catch (RuntimeException e) {
            Shell.run("ip", "link", "delete", network.bridge());
            throw e;
        }
        try {
            new CleanUp(plane.folder()).write(network, count);
            return new RealCluster(
                    plane,
                    start(
                            plane,
                            network,
                            programs.path("kubelet"),
                            programs.path("kube-proxy"),
                            count,
                            pause,
                            runtime));
        } catch (RuntimeException e) {
            plane.close();
            throw e;
        }
    }

    private static List<RealNode> start(
            LocalControlPlane plane,
            NodeNetwork network,
            Path kubelet,
            Path proxy,
            int count,
            String pause,
            ContainerRuntime runtime) {
        List<RealNode> nodes = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            network.addNode();
            String name = network.namespace(index);
            RealNode node = new RealNode(
                    plane.run(),
                    network,
                    index,
                    new NodeFiles(plane.folder().resolve("nodes").resolve(name), name),
                    kubelet,
                    proxy,
                    plane.kubeconfigFor("system:node:" + name),
                    runtime);
            node.prepare(network.pods(), pause, plane.kubeconfigFor(PROXY));
            nodes.add(node);
        }
        nodes.forEach(RealNode::start);
        return nodes;
    }

    /** The control plane, as its administrator. */
    public LocalControlPlane plane() {
        return plane;
    }

    /** kubectl as the administrator. */
    public Kubectl kubectl() {
        return plane.kubectl();
    }

    /** First one first. */
    public List<RealNode> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        plane.close();
    }
}
