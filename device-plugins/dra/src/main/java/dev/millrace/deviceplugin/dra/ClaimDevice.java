package dev.millrace.deviceplugin.dra;

/**
 * A device of this driver that was allocated for a request of a claim.
 *
 * @param request of the claim
 * @param pool that the device is in
 * @param device its name
 */
record ClaimDevice(String request, String pool, String device) {
    private static final char SUBREQUEST = '/';

    /** Name of the request in the claim; what comes after a slash is the alternative that was chosen. */
    String mainRequest() {
        int slash = request.indexOf(SUBREQUEST);
        return slash < 0 ? request : request.substring(0, slash);
    }
}
