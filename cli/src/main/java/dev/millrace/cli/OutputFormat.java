package dev.millrace.cli;

/** What {@code -o} takes, written in lower case on the command line. */
public enum OutputFormat {
    table,
    wide,
    json,
    yaml;

    /** Whether people read it, rather than programs. */
    public boolean isTable() {
        return this == table || this == wide;
    }
}
