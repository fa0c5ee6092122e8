package dev.millrace.testbed;

import java.util.List;

/** kubectl ended with an error. */
public final class KubectlException extends TestbedException {

    private final int status;
    private final String error;

    KubectlException(List<String> arguments, int status, String error) {
        super("kubectl " + String.join(" ", arguments) + ": exit status " + status + "\n" + error);
        this.status = status;
        this.error = error;
    }

    /** The exit status. */
    public int status() {
        return status;
    }

    /** What kubectl wrote on standard error, for example the API server's word on a refused object. */
    public String error() {
        return error;
    }
}
