package dev.millrace.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A real Prometheus on a free port of the loopback interface. Its rules are those that ship, with every duration divided by
 * {@link #HASTE}, so that a run of minutes shows what takes hours.
 */
final class Prometheus implements AutoCloseable {
    static final int HASTE = 60;

    private static final Pattern WINDOW = Pattern.compile("\\[(\\d+)([mh])]");
    private static final Pattern FOR = Pattern.compile("for: (\\d+)m");
    private static final Pattern COUNT = Pattern.compile("\\* (3600|21600)\\b");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    private Prometheus(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it, and waits until it is ready.
     *
     * @param targets addresses by name of the job
     */
    static Prometheus start(Path folder, Map<String, List<String>> targets) throws IOException, InterruptedException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        for (String file : List.of("recording.yaml", "alerts.yaml")) {
            Files.writeString(
                    rules.resolve(file), hastened(Files.readString(Repository.MONITORING.resolve("rules/" + file))));
        }
        Path config = folder.resolve("prometheus.yaml");
        Files.writeString(config, config(targets));
        int port = freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Prometheus started = new Prometheus(process, "http://127.0.0.1:" + port);
        try {
            started.awaitReady(folder.resolve("prometheus.log"));
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** As a ServiceMonitor and a PodMonitor with honorLabels make Prometheus' operator write it. */
    private static String config(Map<String, List<String>> targets) {
        StringBuilder config =
                new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [rules/*.yaml]\n"
                        + "scrape_configs:\n");
        targets.forEach((job, addresses) -> {
            config.append("  - job_name: ").append(job).append("\n    honor_labels: true\n    static_configs:\n");
            for (int i = 0; i < addresses.size(); i++) {
                config.append(
                        "      - {targets: ['%s'], labels: {namespace: millrace-system, pod: '%s-%d', container: %s}}%n"
                                .formatted(addresses.get(i), job, i, job));
            }
        });
        return config.toString();
    }

    /** With durations of seconds where those were of minutes, and thresholds on counts of requests as much lower. */
    static String hastened(String rules) {
        String windows = WINDOW.matcher(rules).replaceAll(match -> "[" + seconds(match) + "s]");
        String waits = FOR.matcher(windows).replaceAll(match -> "for: " + match.group(1) + "s");
        return COUNT.matcher(waits).replaceAll(match -> "* " + Integer.parseInt(match.group(1)) / HASTE);
    }

    private static int seconds(MatchResult match) {
        int amount = Integer.parseInt(match.group(1));
        return Math.max(5, match.group(2).equals("h") ? amount * 60 : amount);
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("prometheus ended:\n" + Files.readString(log));
            }
            try {
                if (get("/-/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IOException("prometheus is not ready:\n" + Files.readString(log));
    }

    String url() {
        return url;
    }

    /** What an instant query answers: a list of {@code {metric, value}}. */
    JsonNode query(String expr) throws IOException, InterruptedException {
        return json("/api/v1/query?query=" + URLEncoder.encode(expr, StandardCharsets.UTF_8))
                .at("/data/result");
    }

    /** The names of the alerts that fire. */
    List<String> firing() throws IOException, InterruptedException {
        return alerts(Set.of("firing"));
    }

    /** The names of the alerts that fire, or will if what they tell of goes on. */
    List<String> pendingOrFiring() throws IOException, InterruptedException {
        return alerts(Set.of("pending", "firing"));
    }

    private List<String> alerts(Set<String> states) throws IOException, InterruptedException {
        List<String> alerts = new ArrayList<>();
        for (JsonNode alert : json("/api/v1/alerts").at("/data/alerts")) {
            if (states.contains(alert.path("state").asText())) {
                alerts.add(alert.at("/labels/alertname").asText() + " "
                        + alert.at("/labels/namespace").asText() + "/"
                        + alert.at("/labels/app").asText());
            }
        }
        return alerts;
    }

    /** All rules with their health. */
    List<JsonNode> rules() throws IOException, InterruptedException {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group : json("/api/v1/rules").at("/data/groups")) {
            group.path("rules").forEach(rules::add);
        }
        return rules;
    }

    /** The targets that are scraped. */
    JsonNode targets() throws IOException, InterruptedException {
        return json("/api/v1/targets").at("/data/activeTargets");
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        client.close();
    }
}
