package dev.millrace.agent.serving;

/**
 * The rate contract of an app: tokens come in at 1.1 times the declared rate, up to a depth of max(100, 100 cv2), so that
 * conforming traffic does not run dry. Thread-safe.
 */
public final class TokenBucket {
    private static final double HEADROOM = 1.1;
    private static final double LEAST_DEPTH = 100;

    private final double tokensPerNano;
    private final double depth;
    private double tokens;
    private long filledNanos;

    /**
     * A full bucket.
     *
     * @param cv2 squared coefficient of variation of the inter-arrival time
     */
    public TokenBucket(double ratePerSecond, double cv2, long nowNanos) {
        this.tokensPerNano = HEADROOM * ratePerSecond / 1e9;
        this.depth = Math.max(LEAST_DEPTH, 100 * cv2);
        this.tokens = depth;
        this.filledNanos = nowNanos;
    }

    /** Takes a token and returns 0; or, where there is none, returns the nanoseconds until there is one. */
    public synchronized long takeOrWaitNanos(long nowNanos) {
        long elapsed = nowNanos - filledNanos;
        if (elapsed > 0) {
            tokens = Math.min(depth, tokens + elapsed * tokensPerNano);
            filledNanos = nowNanos;
        }
        if (tokens >= 1) {
            tokens -= 1;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - tokens) / tokensPerNano));
    }
}
