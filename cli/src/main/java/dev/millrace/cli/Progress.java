package dev.millrace.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** One changing line on standard error, only where that is a terminal (the launcher says so). */
public final class Progress {
    private static final int WIDTH = 78;

    private final PrintWriter err;
    private final boolean shown;
    private final boolean verbose;

    private Progress(PrintWriter err, boolean shown, boolean verbose) {
        this.err = err;
        this.shown = shown;
        this.verbose = verbose;
    }

    /** A line on the standard error of {@code command}. */
    public static Progress of(CommandLine command) {
        return new Progress(
                command.getErr(),
                Boolean.getBoolean("millrace.terminal"),
                MillraceCommand.of(command).global().verbose());
    }

    /** Says a line that stays, with {@code -v} only. */
    public synchronized void note(String text) {
        if (verbose) {
            clear();
            err.println("note: " + text);
        }
    }

    /** Replaces the line. */
    public synchronized void show(String text) {
        if (shown) {
            String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
            err.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
            err.flush();
        }
    }

    /** Removes the line. */
    public synchronized void clear() {
        if (shown) {
            err.print("\r" + " ".repeat(WIDTH) + "\r");
            err.flush();
        }
    }
}
