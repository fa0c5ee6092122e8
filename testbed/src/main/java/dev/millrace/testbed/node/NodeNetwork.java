package dev.millrace.testbed.node;

import dev.millrace.testbed.TestbedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A bridge of this machine, and a network namespace on it for each node. Node {@code i} has the address {@code
 * 172.30.K.(11+i)} and the Pods {@code 10.(200+K).i.0/24}; K is free on this machine. Everything is routed, nothing
 * translated: this machine reaches Pods too.
 */
final class NodeNetwork {
    private static final int TRIES = 40;

    private final int index;
    private final String name;
    private final List<String> nodes = new ArrayList<>();

    private NodeNetwork(int index, String name) {
        this.index = index;
        this.name = name;
    }

    /** Makes the bridge. */
    static NodeNetwork create() {
        TestbedException last = new TestbedException("no free network");
        for (int index = 0; index < TRIES; index++) {
            NodeNetwork network = new NodeNetwork(index, "mr" + index);
            try {
                // Fails where another testbed has it: that is the lock.
                Shell.run("ip", "link", "add", network.name, "type", "bridge");
            } catch (TestbedException e) {
                last = e;
                continue;
            }
            Shell.run("ip", "address", "add", network.address() + "/24", "dev", network.name);
            Shell.run("ip", "link", "set", network.name, "up");
            return network;
        }
        throw last;
    }

    /** Of this machine on the bridge. */
    String address() {
        return "172.30." + index + ".1";
    }

    String bridge() {
        return name;
    }

    String address(int node) {
        return "172.30." + index + "." + (11 + node);
    }

    /** Of all Pods, of all nodes. */
    String pods() {
        return "10." + (200 + index) + ".0.0/16";
    }

    String pods(int node) {
        return "10." + (200 + index) + "." + node + ".0/24";
    }

    /** The name of the node's namespace; unique on this machine. */
    String namespace(int node) {
        return name + "-" + (char) ('a' + node);
    }

    /** Adds a node with a link to the bridge, and the routes between its Pods and all others. */
    void addNode() {
        int node = nodes.size();
        String namespace = namespace(node);
        nodes.add(namespace);
        Shell.run("ip", "netns", "add", namespace);
        Shell.run("ip", "link", "add", link(node), "type", "veth", "peer", "name", "eth0", "netns", namespace);
        Shell.run("ip", "link", "set", link(node), "master", name, "up");
        inside(node, "ip", "link", "set", "lo", "up");
        inside(node, "ip", "address", "add", address(node) + "/24", "dev", "eth0");
        inside(node, "ip", "link", "set", "eth0", "up");
        inside(node, "ip", "route", "add", "default", "via", address());
        inside(node, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
        Shell.run("ip", "route", "add", pods(node), "via", address(node));
        for (int other = 0; other < node; other++) {
            inside(node, "ip", "route", "add", pods(other), "via", address(other));
            inside(other, "ip", "route", "add", pods(node), "via", address(node));
        }
    }

    /** Pulls the node's cable, or plugs it in again. */
    void link(int node, boolean up) {
        Shell.run("ip", "link", "set", link(node), up ? "up" : "down");
    }

    private String link(int node) {
        return namespace(node) + "0";
    }

    private void inside(int node, String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace(node)));
        all.addAll(List.of(command));
        Shell.run(all.toArray(String[]::new));
    }
}
