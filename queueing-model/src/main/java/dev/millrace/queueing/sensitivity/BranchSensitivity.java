package dev.millrace.queueing.sensitivity;

import dev.millrace.queueing.result.BranchResponse;
import java.util.List;

/**
 * Why the requests of a stream on a device take as long as they do.
 *
 * @param response the figures explained, with their method and error band
 * @param shares what the mean is made of
 * @param effects of the own rate first, then of every other stream that meets this one at a station
 */
public record BranchSensitivity(BranchResponse response, MeanShares shares, List<RateEffect> effects) {
    /** Copies the list. */
    public BranchSensitivity {
        effects = List.copyOf(effects);
    }
}
