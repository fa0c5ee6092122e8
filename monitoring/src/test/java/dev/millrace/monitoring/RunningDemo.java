package dev.millrace.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.Kubectl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code millrace demo --cluster} under load, as a user starts it: a control plane, the operator, three agents, 15 apps. */
final class RunningDemo implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Pattern KUBECONFIG = Pattern.compile("export KUBECONFIG=(\\S+)");
    private static final Pattern LOGS = Pattern.compile("logs in (\\S+)");
    private static final Pattern HTTP = Pattern.compile("\"event\":\"ready\".*?\"http\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final Process process;
    private Kubectl kubectl;
    private Prometheus prometheus;

    private RunningDemo(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts it, and Prometheus beside it; returns once all apps are decided on and load has begun. */
    static RunningDemo start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("millrace-monitoring");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dmillrace.home=" + Repository.ROOT,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.millrace.cli.Main",
                        "demo",
                        "--cluster",
                        "--warmup",
                        "1s",
                        "--duration",
                        "3600s")
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        // The cache is a new one here, but Kubernetes is not built again for it.
        builder.environment()
                .put(
                        "KUBEBUILDER_ASSETS",
                        dev.millrace.testbed.Programs.obtain().folder().toString());
        RunningDemo demo = new RunningDemo(folder, builder.start());
        // A build that is stopped must not leave a cluster behind.
        Runtime.getRuntime().addShutdownHook(new Thread(demo.process::destroy));
        try {
            demo.await();
            return demo;
        } catch (IOException | InterruptedException | RuntimeException e) {
            demo.close();
            throw e;
        }
    }

    private void await() throws IOException, InterruptedException {
        String kubeconfig = said(KUBECONFIG);
        kubectl = new Kubectl(dev.millrace.testbed.Programs.obtain().path("kubectl"), Path.of(kubeconfig), null);
        said(Pattern.compile("(, 0 on their way)"));
        Map<String, List<String>> targets = new LinkedHashMap<>();
        targets.put("millrace-operator", List.of(operator()));
        targets.put("millrace-agent", agents());
        prometheus = Prometheus.start(Files.createDirectory(folder.resolve("prometheus")), targets);
    }

    /** Waits until the demo has said that, and returns the first group. */
    private String said(Pattern pattern) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            String said = Files.readString(folder.resolve("err"));
            Matcher matcher = pattern.matcher(said);
            if (matcher.find()) {
                return matcher.group(1);
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the demo did not say " + pattern + ":\n" + said);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** The run's folder: a log for each process. */
    Path logs() throws IOException, InterruptedException {
        return Path.of(said(LOGS));
    }

    /** Address of the operator. */
    String operator() throws IOException, InterruptedException {
        Matcher matcher = HTTP.matcher(Files.readString(logs().resolve("operator.log")));
        if (!matcher.find()) {
            throw new IOException("the operator's log has no ready line");
        }
        return matcher.group(1);
    }

    /** Addresses of the agents' metrics. */
    List<String> agents() throws IOException {
        List<String> addresses = new ArrayList<>();
        for (JsonNode node : get("inferencenodes")) {
            addresses.add(node.at("/status/agent/address").asText() + ":"
                    + node.at("/status/agent/metricsPort").asText());
        }
        return addresses;
    }

    /** All objects of that kind. */
    JsonNode get(String kind) throws IOException {
        return new ObjectMapper()
                .readTree(kubectl.run("get", kind, "-A", "-o", "json"))
                .path("items");
    }

    Kubectl kubectl() {
        return kubectl;
    }

    Path kubeconfig() throws IOException, InterruptedException {
        return Path.of(said(KUBECONFIG));
    }

    Prometheus prometheus() {
        return prometheus;
    }

    /** The body of an answer of the operator or an agent. */
    String fetch(String url, String accept) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(url + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** The process of the agent on that node. */
    ProcessHandle agent(String node) throws IOException {
        for (ProcessHandle handle : ProcessHandle.allProcesses().toList()) {
            String command = commandLine(handle);
            if (command.contains("--node\0" + node + "\0") && command.contains(folder.toString())) {
                return handle;
            }
        }
        throw new IOException("no agent runs for " + node);
    }

    private static String commandLine(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
        } catch (IOException e) {
            // Ended meanwhile, or another user's.
            return "";
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (prometheus != null) {
            prometheus.close();
        }
        process.destroy();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        client.close();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("left behind: " + folder + ": " + e.getMessage());
        }
    }
}
