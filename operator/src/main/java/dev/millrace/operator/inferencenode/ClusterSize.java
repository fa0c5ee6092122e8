package dev.millrace.operator.inferencenode;

import dev.millrace.crds.units.HeartbeatPeriod;
import dev.millrace.crds.v1alpha1.InferenceNode;
import java.time.Duration;

/** How often agents renew their Leases, by how many there are. */
public final class ClusterSize {
    /** Above so many nodes a cluster is large. */
    static final int LARGE = 50;

    /** A large cluster that shrinks stays one down to this, so that a node more or less does not rewrite all. */
    static final int STILL_LARGE = 40;

    private ClusterSize() {}

    /** The period for that node in a cluster of so many. */
    public static Duration heartbeat(InferenceNode node, int nodes) {
        boolean large = HeartbeatPeriod.LARGE.equals(
                HeartbeatPeriod.of(node.getMetadata().getAnnotations()));
        return nodes > (large ? STILL_LARGE : LARGE) ? HeartbeatPeriod.LARGE : HeartbeatPeriod.USUAL;
    }
}
