package dev.millrace.cli;

import dev.millrace.cli.input.BadInputException;

/** Exit codes of every command. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;

    /** The answer is no: an SLO missed or an app refused, with {@code --strict} only. */
    public static final int ANSWER_IS_NO = 1;

    /** Bad input or usage. */
    public static final int BAD_INPUT = 2;

    /** A fault of the command itself, or of the cluster it talks to. */
    public static final int FAULT = 3;

    private ExitCode() {}

    static int of(Throwable failure) {
        return failure instanceof BadInputException ? BAD_INPUT : FAULT;
    }
}
