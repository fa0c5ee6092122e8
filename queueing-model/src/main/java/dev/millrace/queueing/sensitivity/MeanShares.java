package dev.millrace.queueing.sensitivity;

/**
 * What a mean response time is made of; the parts sum to the mean. All in milliseconds.
 *
 * @param waitingMs queueing behind other requests, and on a GPU being slowed down by other busy copies
 * @param switchingMs what would be gained if no switch took any time: own switches and waiting for those of others
 * @param batchingMs what would be gained if a batch took no longer than a single request
 * @param serviceMs the own service, alone
 * @param preprocessMs pre-processing, with the wait for a core
 * @param networkMs constant network latency
 */
public record MeanShares(
        double waitingMs,
        double switchingMs,
        double batchingMs,
        double serviceMs,
        double preprocessMs,
        double networkMs) {
    /** The mean response time. */
    public double meanMs() {
        return waitingMs + switchingMs + batchingMs + serviceMs + preprocessMs + networkMs;
    }
}
