package dev.millrace.deviceplugin.dra;

import java.io.IOException;
import java.util.List;

/** Knows what the scheduler gave to claims. */
@FunctionalInterface
interface AllocatedClaims {
    /**
     * The devices of this driver that a claim was given.
     *
     * @throws IOException where that is not to be known, or the claim is gone, is another one of that name, or was given
     *     nothing yet; with a sentence for the user
     */
    List<ClaimDevice> devices(ClaimName claim) throws IOException;
}
