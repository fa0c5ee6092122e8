package dev.millrace.agent.device;

/**
 * A loaded artefact on one device, with a line of its own. Compared by identity: a changed copy is another copy.
 *
 * @param id unique on the device
 * @param times execution times where the execution is a wait; real work brings its own
 * @param switchNanos extra time when the copy is not resident (EdgeTPU)
 * @param residentSet copies of one set stay resident together; a copy in no named set has a set of its own
 * @param maxBatch most requests a worker takes at once (GPU)
 */
public record Copy(String id, ServiceTimes times, long switchNanos, String residentSet, int maxBatch) {

    /** A copy that is resident alone and serves one request at a time. */
    public static Copy alone(String id, ServiceTimes times, long switchNanos) {
        return new Copy(id, times, switchNanos, "copy:" + id, 1);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
