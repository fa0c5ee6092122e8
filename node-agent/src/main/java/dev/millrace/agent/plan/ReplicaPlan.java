package dev.millrace.agent.plan;

import org.jspecify.annotations.Nullable;

/**
 * An app on one device of this node.
 *
 * @param copyId the copy that serves it; null where it cannot be served
 * @param reason CamelCase word why it cannot be served, else empty
 * @param message sentence to the reason, else empty
 */
public record ReplicaPlan(String device, @Nullable String copyId, double share, String reason, String message) {
    static ReplicaPlan failed(String device, double share, String reason, String message) {
        return new ReplicaPlan(device, null, share, reason, message);
    }
}
