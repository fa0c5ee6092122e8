package dev.millrace.agent.device;

import java.util.HashSet;
import java.util.Set;

/**
 * Which copies an EdgeTPU holds on chip. Copies of one set stay together; loading a copy from outside evicts the whole
 * set, after which each member is loaded again at its own next request.
 */
final class Residency {
    private String set = "";
    private final Set<Copy> resident = new HashSet<>();

    boolean holds(Copy copy) {
        return resident.contains(copy);
    }

    /** Makes the copy resident; returns the time that takes, 0 where it was resident. */
    long load(Copy copy) {
        if (!set.equals(copy.residentSet())) {
            resident.clear();
            set = copy.residentSet();
        }
        return resident.add(copy) ? copy.switchNanos() : 0;
    }

    void forget(Copy copy) {
        resident.remove(copy);
    }
}
