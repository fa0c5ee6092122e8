package dev.millrace.agent;

/** Bad input or usage: the message is one or more lines for the user, and the exit code is 2. */
public final class UsageException extends Exception {
    public UsageException(String message) {
        super(message);
    }
}
