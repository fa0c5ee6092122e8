package dev.millrace.queueing.model;

/**
 * Where a fraction of a stream is served.
 *
 * @param device name of a device of the node
 * @param copy id of a copy on that device
 * @param share fraction of the stream's requests, 1e-9 to 1
 */
public record Branch(String device, String copy, double share) {
    private static final double LEAST_SHARE = 1e-9;

    /** Validates the share. */
    public Branch {
        Require.within("share", share, LEAST_SHARE, 1);
    }
}
