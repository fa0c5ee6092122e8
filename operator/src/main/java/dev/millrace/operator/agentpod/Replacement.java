package dev.millrace.operator.agentpod;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes away one agent's Pod at a time, once the node's apps are served elsewhere, and waits until the Pod made anew is
 * ready: so that an upgrade leaves as much served as the other nodes can hold.
 */
final class Replacement {
    /** Apps that are still there then, such as those that tolerate everything, are cut short. */
    static final Duration LEAVING = Duration.ofSeconds(60);

    /** A Pod that is not ready by then holds up nobody else's. */
    static final Duration RETURNING = Duration.ofSeconds(120);

    /** The agent's last heartbeat counts no more by then. */
    static final Duration GONE = Duration.ofSeconds(30);

    private final Evacuation evacuation;
    private final LongSupplier nanoTime;
    private @Nullable String node;
    /** Of the Pod that was taken away; null as long as it stands. */
    private @Nullable String removedUid;

    private boolean asked;
    private long sinceNanos;

    Replacement(Evacuation evacuation, LongSupplier nanoTime) {
        this.evacuation = evacuation;
        this.nanoTime = nanoTime;
    }

    /** Whether the Pod of the node, which is to go, may go now; asked in each round until it is {@link #removed}. */
    boolean mayRemove(String name, String why) {
        if (node == null) {
            node = name;
            removedUid = null;
            sinceNanos = nanoTime.getAsLong();
            evacuation.leave(Optional.of(name), why);
        }
        if (!name.equals(node) || removedUid != null) {
            return false;
        }
        asked = true;
        return evacuation.left(name) || lasted(LEAVING);
    }

    /** The Pod of the node was taken away; it may be seen for a while yet. */
    void removed(String name, Pod pod) {
        if (name.equals(node)) {
            removedUid = pod.getMetadata().getUid();
            sinceNanos = nanoTime.getAsLong();
        }
    }

    /** What a round found on a node; after what it asked. */
    void found(String name, @Nullable Pod pod, boolean wanted) {
        if (!name.equals(node)) {
            return;
        }
        boolean over = removedUid != null
                ? isReadyAnew(pod) || lasted(RETURNING) || (pod == null && !wanted && lasted(GONE))
                // It is as it should be again, or ended by itself.
                : !asked;
        asked = false;
        if (over) {
            end();
        }
    }

    /** Whoever is not among these nodes is gone. */
    void retain(Set<String> nodes) {
        if (node != null && !nodes.contains(node)) {
            end();
        }
    }

    private void end() {
        node = null;
        asked = false;
        evacuation.leave(Optional.empty(), "");
    }

    private boolean lasted(Duration time) {
        return nanoTime.getAsLong() - sinceNanos >= time.toNanos();
    }

    private boolean isReadyAnew(@Nullable Pod pod) {
        return pod != null
                && !Objects.equals(pod.getMetadata().getUid(), removedUid)
                && pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
