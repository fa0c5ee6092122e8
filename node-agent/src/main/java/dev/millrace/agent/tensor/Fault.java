package dev.millrace.agent.tensor;

/** Kinds of failure that a client can tell apart, with the HTTP status that stands for each. */
public enum Fault {
    /** The request itself is wrong. */
    INVALID(400),
    /** Who asks is not known. */
    UNAUTHENTICATED(401),
    /** Who asks may not do that. */
    FORBIDDEN(403),
    /** No such model or path. */
    NOT_FOUND(404),
    /** The method is not meant for the path. */
    METHOD(405),
    /** The body is larger than the agent takes. */
    TOO_LARGE(413),
    /** Over the declared rate of the app. */
    RATE(429),
    /** The agent failed; the message says no more than a client may know. */
    INTERNAL(500),
    /** The model is known but cannot be served now: not ready, or the queue is full. */
    UNAVAILABLE(503),
    /** The deadline of the request has passed or cannot be met. */
    DEADLINE(503);

    private final int httpStatus;

    Fault(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
