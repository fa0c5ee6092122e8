package dev.millrace.queueing.simulation;

/**
 * How long a {@link BoundTest} runs and when it is sure.
 *
 * @param batchRequests requests of one batch, after each of which the bounds are looked at
 * @param leastBatches batches before the first look
 * @param doubtRequests from this length on a bound that is not kept by {@code leastErrors} counts as missed
 * @param mostRequests length after which the estimates decide
 * @param clearErrors standard errors within its bound at which an estimate is sure; more while batches are few
 * @param missedErrors the same beyond its bound
 * @param leastErrors standard errors by which an estimate has to keep its bound at the full length
 */
public record TestLength(
        int batchRequests,
        int leastBatches,
        long doubtRequests,
        long mostRequests,
        double clearErrors,
        double missedErrors,
        double leastErrors) {

    /**
     * To sort out: most contents are clear after some thousand requests, the others get a guess. A wrong no costs little, so
     * the full length is for those that seem to hold.
     */
    public static TestLength screening(long mostRequests) {
        return new TestLength(500, 4, mostRequests / 4, mostRequests, 2, 1.3, 0.5);
    }

    /** To rely on: long batches, at least 20,000 requests, and what stays undecided fails. */
    public static TestLength confirmation(long mostRequests) {
        return new TestLength(2500, 8, mostRequests, mostRequests, 3, 2, 2);
    }
}
