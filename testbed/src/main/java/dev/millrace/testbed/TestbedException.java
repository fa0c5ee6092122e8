package dev.millrace.testbed;

/** The testbed cannot do what it was asked; the message says why and names the log to read, if there is one. */
public class TestbedException extends RuntimeException {

    public TestbedException(String message) {
        super(message);
    }

    public TestbedException(String message, Throwable cause) {
        super(message, cause);
    }
}
