package dev.millrace.agent.tensor;

/** A request that gets an error as its answer. Carries no stack trace: it is an answer, not a defect. */
public final class ServingException extends RuntimeException {
    private final Fault fault;
    private final long retryAfterSeconds;

    private ServingException(Fault fault, String message, long retryAfterSeconds) {
        super(message, null, false, false);
        this.fault = fault;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public static ServingException of(Fault fault, String message) {
        return new ServingException(fault, message, 0);
    }

    /** The request itself is wrong. */
    public static ServingException invalid(String message) {
        return of(Fault.INVALID, message);
    }

    /** Over the declared rate; a request after that many seconds (at least 1) conforms again. */
    public static ServingException overRate(String message, long retryAfterSeconds) {
        return new ServingException(Fault.RATE, message, Math.max(1, retryAfterSeconds));
    }

    public Fault fault() {
        return fault;
    }

    /** Seconds to wait before another try; 0 where nothing is said. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
