package dev.millrace.placement.model;

import org.jspecify.annotations.Nullable;

/**
 * One replica of an app on one device.
 *
 * @param share fraction of the app's requests; 0 = loaded without new traffic
 * @param maxBatch largest batch (GPU), 1 elsewhere; equal for all apps that share a copy
 * @param coResidentSet name of the set the copy is compiled into (EdgeTPU)
 */
public record Assignment(
        AppRef app,
        DeviceRef device,
        String variant,
        double share,
        int maxBatch,
        @Nullable String coResidentSet) {
    public Assignment {
        Require.text("variant", variant);
        Require.fraction("share", share);
        Require.that(maxBatch >= 1, "maxBatch", maxBatch, "must be at least 1");
    }
}
