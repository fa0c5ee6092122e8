package dev.millrace.queueing.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The requests of one app as far as they reach this node.
 *
 * @param id unique on the node
 * @param arrivals arrival process of the whole app, over all nodes
 * @param preprocessMs deterministic CPU time of each request on this node before its device, 0 to 1e13, 0 for none
 * @param networkMs constant added to every response, 0 to 1e13
 * @param deadlineMs relative deadline at the arrival at the node, used by {@link Discipline#SWAP_AWARE}; not NaN
 * @param branches where its requests go, drawn independently per request by the shares; one per device. What the
 *     shares leave of 1 goes to other nodes
 */
public record Stream(
        String id,
        ArrivalProcess arrivals,
        double preprocessMs,
        double networkMs,
        double deadlineMs,
        List<Branch> branches) {
    private static final double SHARE_TOLERANCE = 1e-6;

    /** Validates the components and copies the list. */
    public Stream {
        Require.notBlank("id", id);
        Require.durationOrNoneMs("preprocessMs", preprocessMs);
        Require.durationOrNoneMs("networkMs", networkMs);
        if (Double.isNaN(deadlineMs)) {
            throw new IllegalArgumentException("deadlineMs must be a number, but was NaN");
        }
        branches = List.copyOf(branches);
        Set<String> devices = new HashSet<>();
        double total = 0;
        for (Branch branch : branches) {
            total += branch.share();
            if (!devices.add(branch.device())) {
                throw new IllegalArgumentException("branches of " + id + " name device " + branch.device() + " twice");
            }
        }
        if (total > 1 + SHARE_TOLERANCE) {
            throw new IllegalArgumentException("shares of " + id + " must sum to at most 1, but sum to " + total);
        }
    }
}
