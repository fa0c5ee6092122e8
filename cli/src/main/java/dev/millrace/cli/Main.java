package dev.millrace.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Entry point of the command line. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(commandLine(out, err), args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** An error of the JVM (memory, nesting too deep, a damaged installation) is told like any other fault: in one line. */
    private static int run(CommandLine line, String[] args) {
        try {
            return line.execute(args);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            String message = e.getMessage() == null ? "" : ": " + e.getMessage();
            line.getErr().println("millrace: " + e.getClass().getSimpleName() + message);
            return ExitCode.FAULT;
        }
    }

    /** The whole command tree, writing to the given streams. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new MillraceCommand());
        line.setCommandName(System.getProperty("millrace.command", "millrace"));
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler(new UsageErrors());
        line.setExecutionExceptionHandler(new ExecutionErrors());
        line.setExitCodeExceptionMapper(failure -> ExitCode.of(failure));
        return line;
    }
}
