package dev.millrace.cli;

import java.io.PrintWriter;

/** One changing line on standard error, only where that is a terminal (the launcher says so). */
public final class Progress {
    private static final int WIDTH = 78;

    private final PrintWriter err;
    private final boolean shown;

    private Progress(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** A line on {@code err}. */
    public static Progress of(PrintWriter err) {
        return new Progress(err, Boolean.getBoolean("millrace.terminal"));
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
