package dev.millrace.deviceplugin.dra;

import java.util.regex.Pattern;

/**
 * A ResourceClaim as the kubelet names it.
 *
 * @param namespace of the claim
 * @param name of the claim
 * @param uid tells it from a later one of the same name; a part of file names
 */
record ClaimName(String namespace, String name, String uid) {
    private static final Pattern UID = Pattern.compile("[A-Za-z0-9-]{1,63}");

    ClaimName {
        if (!UID.matcher(uid).matches()) {
            throw new IllegalArgumentException("uid of a claim: " + uid);
        }
    }
}
