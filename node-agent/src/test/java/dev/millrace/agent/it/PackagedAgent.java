package dev.millrace.agent.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent as it is packaged, in a process of its own. */
final class PackagedAgent implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final String INFER_BODY =
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[7]}]}";

    private final Process process;
    private final JsonNode ready;
    private final HttpClient client = HttpClient.newHttpClient();

    private PackagedAgent(Process process, JsonNode ready) {
        this.process = process;
        this.ready = ready;
    }

    /** What a run that ends by itself said. */
    record Ended(int exitCode, String out, String err) {}

    /** Starts and waits for the line that says it serves; ports are the agent's choice. */
    static PackagedAgent start(Path log, String... arguments) throws IOException {
        Process process = new ProcessBuilder(command(arguments))
                .redirectError(log.toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("the agent ended: " + Files.readString(log));
        }
        return new PackagedAgent(process, new ObjectMapper().readTree(line));
    }

    static Ended run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("agent", ".out");
        Path err = Files.createTempFile("agent", ".err");
        try {
            Process process = new ProcessBuilder(command(arguments))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("the agent did not end");
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString(),
                "--http-port",
                "0",
                "--grpc-port",
                "0",
                "--metrics-port",
                "0"));
        command.addAll(List.of(arguments));
        return command;
    }

    String http() {
        return ready.get("http").asText();
    }

    String grpc() {
        return ready.get("grpc").asText();
    }

    /** Status of one inference on an emulated device. */
    int infer(String model) throws IOException, InterruptedException {
        return infer(model, INFER_BODY);
    }

    /** Status of one inference. */
    int infer(String model, String body) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + http() + "/v2/models/" + model + "/infer");
        return client.send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Ends it at once, as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the agent did not end when asked to");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
