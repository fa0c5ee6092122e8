package dev.millrace.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process of a {@link RunFolder}, in a session of its own, with its output in a file. */
public final class Child {

    private static final int LOG_TAIL_LINES = 15;
    private static final long KILL_TIMEOUT_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program with {@code folder} as its working folder and {@code folder/NAME.log} as its output.
     *
     * <p>{@code setsid} keeps the terminal's Ctrl-C and hang-up away from it: the JVM decides when it ends.
     */
    static Child start(String name, Path folder, Path program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("setsid", program.toString()));
        command.addAll(arguments);
        Path log = folder.resolve(name + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Child(name, process, log);
        } catch (IOException e) {
            throw new TestbedException("cannot start " + name + " (" + program + ")", e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Ends it at once: what is thrown away has nothing to flush. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(KILL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The file with its output. */
    public Path log() {
        return log;
    }

    /** The end of its output, for an error message. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ")";
    }
}
