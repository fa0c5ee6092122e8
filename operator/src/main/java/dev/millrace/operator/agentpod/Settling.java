package dev.millrace.operator.agentpod;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Holds back what a Node reports until it has lasted. A kubelet that restarts reports no devices until the plugins have
 * registered again, and with the usual settings says so for up to ten seconds; no agent is to be stopped for that.
 */
final class Settling {
    private record Seen(NodeDevices settled, NodeDevices latest, long sinceNanos) {}

    private final Map<String, Seen> nodes = new HashMap<>();
    private final Duration lasting;
    private final LongSupplier nanoTime;

    Settling(Duration lasting, LongSupplier nanoTime) {
        this.lasting = lasting;
        this.nanoTime = nanoTime;
    }

    /** What to act on now. The first report of a node counts at once. */
    NodeDevices settle(String node, NodeDevices now) {
        Seen seen = nodes.get(node);
        long time = nanoTime.getAsLong();
        if (seen == null || now.equals(seen.settled)) {
            nodes.put(node, new Seen(now, now, time));
            return now;
        }
        if (!now.equals(seen.latest)) {
            nodes.put(node, new Seen(seen.settled, now, time));
            return lasting.isZero() ? now : seen.settled;
        }
        if (time - seen.sinceNanos < lasting.toNanos()) {
            return seen.settled;
        }
        nodes.put(node, new Seen(now, now, time));
        return now;
    }

    void forget(String node) {
        nodes.remove(node);
    }
}
