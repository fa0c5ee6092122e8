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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged operator as a child process, its log in {@code target/}. */
final class OperatorProcess implements AutoCloseable {
    private final Process process;
    private final String http;

    private final boolean leader;

    private OperatorProcess(Process process, String http, boolean leader) {
        this.process = process;
        this.http = http;
        this.leader = leader;
    }

    /** Starts it with more arguments, if any, and waits for its ready line. */
    static OperatorProcess start(Path kubeconfig, Path log, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString(), "--http-port", "0"));
        arguments.addAll(List.of(more));
        Process process = launch(log, arguments.toArray(String[]::new));
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
        return new OperatorProcess(
                process, String.valueOf(ready.get("http")), Boolean.TRUE.equals(ready.get("leader")));
    }

    /** Whether it led when it was ready; otherwise it waited for the lead. */
    boolean leader() {
        return leader;
    }

    /** Ends it as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops all of its threads, or lets them go on, by {@code STOP} or {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for it to end by itself; its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the operator is still running");
        }
        return process.exitValue();
    }

    /** Resident memory in bytes, as the kernel counts it. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IllegalStateException("no VmRSS");
    }

    private static boolean isProperty(String argument) {
        return argument.startsWith("-D");
    }

    /** Starts it with those arguments ({@code -Dname=value} is for its JVM); standard output stays readable, the log goes to a file. */
    static Process launch(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx256m"));
        Arrays.stream(arguments).filter(OperatorProcess::isProperty).forEach(command::add);
        command.addAll(List.of(
                "-jar", Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
        Arrays.stream(arguments).filter(argument -> !isProperty(argument)).forEach(command::add);
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
