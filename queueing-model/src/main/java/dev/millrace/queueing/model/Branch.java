package dev.millrace.queueing.model;

/**
 * Where a fraction of a stream is served.
 *
 * @param device name of a device of the node
 * @param copy id of a copy on that device
 * @param share fraction of the stream's requests, above 0 and at most 1
 */
public record Branch(String device, String copy, double share) {
    /** Validates the share. */
    public Branch {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be above 0 and at most 1, but was " + share);
        }
    }
}
