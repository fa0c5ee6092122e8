package dev.millrace.queueing.model;

import org.jspecify.annotations.Nullable;

/**
 * One loaded artefact on one device: one queue, whichever streams use it.
 *
 * @param id unique on its device
 * @param service service times by batch size
 * @param switchMs extra time of a request whose copy is not resident (EdgeTPU only), 0 to 1e13
 * @param coResidentSet name of the set of copies that stay resident together (EdgeTPU only); null: resident alone
 * @param maxBatch most requests that are taken as one batch (GPU only), 1 to 65536
 */
public record Copy(
        String id,
        BatchServiceTimes service,
        double switchMs,
        @Nullable String coResidentSet,
        int maxBatch) {
    /** Validates the components. */
    public Copy {
        Require.notBlank("id", id);
        Require.durationOrNoneMs("switchMs", switchMs);
        Require.count("maxBatch", maxBatch);
    }

    /** Largest batch that is really formed: {@code maxBatch}, but never beyond the profile's largest row. */
    public int effectiveMaxBatch() {
        return Math.min(maxBatch, service.largestBatch());
    }
}
