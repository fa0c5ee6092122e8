package dev.millrace.agent.runtime;

/** A model cannot be fetched, verified or loaded. The reason is a CamelCase word, the message a sentence. */
public final class LoadException extends Exception {
    private final String reason;

    public LoadException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    public LoadException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
