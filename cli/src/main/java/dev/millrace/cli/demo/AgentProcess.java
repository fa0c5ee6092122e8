package dev.millrace.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A node agent as a child process. It says on its standard output when it serves and where; its log goes to a file. Its
 * standard input is a pipe from here, which ends when this process does: the agent then ends too.
 */
final class AgentProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final int LOG_LINES = 5;

    private final String node;
    private final Path log;
    private final Process process;
    private final CompletableFuture<URI> ready = new CompletableFuture<>();

    private AgentProcess(String node, Path log, Process process) {
        this.node = node;
        this.log = log;
        this.process = process;
    }

    /** Starts the agent of {@code node}; its standard error goes to {@code log}. */
    static AgentProcess start(String node, List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        AgentProcess agent = new AgentProcess(node, log, process);
        Thread.ofPlatform().daemon().name("agent-" + node).start(agent::readOutput);
        return agent;
    }

    String node() {
        return node;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until the agent serves.
     *
     * @return the address of its REST interface
     * @throws IOException where it ended instead, with the last lines of its log, or took longer than {@code limit}
     */
    URI awaitReady(Duration limit) throws IOException, InterruptedException {
        try {
            return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "agent " + node + " was not ready after " + limit.toSeconds() + " s" + lastOfLog(), e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage() + lastOfLog(), e.getCause());
        }
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null) {
                readLine(line);
                line = output.readLine();
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("agent " + node + " ended before it was ready"));
    }

    /** Lines that are not the announcement, such as a JVM's warning, are none of ours. */
    private void readLine(String line) {
        if (!line.startsWith("{")) {
            return;
        }
        try {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.path("event").asText().equals("ready")) {
                ready.complete(URI.create("http://" + event.path("http").asText()));
            }
        } catch (IOException | IllegalArgumentException e) {
            ready.completeExceptionally(new IOException("agent " + node + " announced itself as " + line, e));
        }
    }

    private String lastOfLog() {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.filter(line -> !line.isBlank()).toList();
            return ": " + String.join(" | ", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
        } catch (IOException e) {
            return " (no log in " + log + ")";
        }
    }

    /** Ends the agent and whatever it started: asks first, then kills. Returns when all are gone. */
    @Override
    public void close() {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (ProcessHandle one : tree) {
            if (!ended(one, deadline - System.nanoTime())) {
                one.destroyForcibly();
                ended(one, GRACE.toNanos());
            }
        }
    }

    private static boolean ended(ProcessHandle process, long nanos) {
        try {
            process.onExit().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            // Ending the children matters more than ending quickly: go on without waiting, and keep the flag.
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        }
    }
}
