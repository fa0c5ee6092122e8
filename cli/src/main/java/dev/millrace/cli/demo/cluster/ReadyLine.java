package dev.millrace.cli.demo.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The line of JSON by which the operator and the agents say that they are ready; their other output is logs. */
final class ReadyLine {

    private static final long POLL_MS = 100;
    private static final int LOG_LINES = 5;

    private ReadyLine() {}

    /**
     * Waits for the line in the process's output.
     *
     * @throws IOException with the end of its log, if the process ends instead or takes longer than {@code limit}
     */
    static JsonNode await(Child process, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<JsonNode> ready = find(process);
            if (ready.isPresent()) {
                return ready.get();
            }
            if (!process.alive()) {
                throw new IOException(process.name() + " ended before it was ready: " + end(process));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        process.name() + " was not ready after " + limit.toSeconds() + " s: " + end(process));
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** On one line, as the folder with the log goes when the demo fails. */
    private static String end(Child process) {
        List<String> lines =
                process.logTail().lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private static Optional<JsonNode> find(Child process) throws IOException {
        String output = new String(Files.readAllBytes(process.log()), StandardCharsets.UTF_8);
        // A line that has no end yet is not complete.
        for (String line : output.substring(0, output.lastIndexOf('\n') + 1).split("\n")) {
            if (line.startsWith("{\"event\":\"ready\"")) {
                return Optional.of(new ObjectMapper().readTree(line));
            }
        }
        return Optional.empty();
    }
}
