package dev.millrace.monitoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the machine: promtool, prometheus, chromium. Debian's packages of those names bring them. */
final class Programs {
    private Programs() {}

    /**
     * What a program printed, both streams together.
     *
     * @param code its exit code
     */
    record Outcome(int code, String output) {}

    /** Runs a program to its end, for two minutes at most. */
    static Outcome run(List<String> command) throws IOException, InterruptedException {
        return run(command, null);
    }

    /** The same, with that file as standard input. */
    static Outcome run(List<String> command, Path input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    command.getFirst() + " does not start. Maybe install Debian's packages prometheus and chromium", e);
        }
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " does not end");
        }
        return new Outcome(process.exitValue(), output);
    }
}
