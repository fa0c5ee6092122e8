package dev.millrace.operator.e2e;

import io.fabric8.kubernetes.client.utils.Serialization;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged operator as a child process, its log in {@code target/}. */
final class OperatorProcess implements AutoCloseable {
    private final Process process;
    private final String http;

    private OperatorProcess(Process process, String http) {
        this.process = process;
        this.http = http;
    }

    /** Starts it and waits for its ready line. */
    static OperatorProcess start(Path kubeconfig, Path log) throws IOException {
        Process process = launch(log, "--kubeconfig", kubeconfig.toString(), "--http-port", "0");
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("the operator ended without a ready line:\n" + Files.readString(log));
        }
        Map<?, ?> ready = Serialization.unmarshal(line, Map.class);
        if (!"ready".equals(ready.get("event"))) {
            throw new IllegalStateException("not a ready line: " + line);
        }
        return new OperatorProcess(process, String.valueOf(ready.get("http")));
    }

    /** Starts it with those arguments; standard output stays readable, the log goes to a file. */
    static Process launch(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().remove("KUBECONFIG");
        return builder.start();
    }

    /** Body of a GET on the operator's own port. */
    String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://" + http + path)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
