package dev.millrace.agent;

import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.plan.Inventories;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.plan.NodePlan;
import dev.millrace.agent.plan.PlanCompiler;
import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.trace.TraceRecorder;
import dev.millrace.agent.tracing.RequestTracing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An agent in this process, on ports of its own choosing. */
public final class RunningAgent implements AutoCloseable {
    /** Real models that the build unpacks. */
    public static final Path MODELS = Path.of("target", "models").toAbsolutePath();

    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final Agent agent;
    private final Endpoints endpoints;
    private final PlanCompiler compiler;
    private final HttpClient client;
    private final String scheme;

    public RunningAgent(PlanInputs inputs) throws IOException {
        this(inputs, Path.of("target", "no-cache"));
    }

    public RunningAgent(PlanInputs inputs, Path cache) throws IOException {
        this(inputs, cache, Security.NONE, Limits.ofBodies(1 << 20), HttpClient.newHttpClient());
    }

    /** An agent whose spans go there; closed with it. */
    public RunningAgent(PlanInputs inputs, RequestTracing tracing) throws IOException {
        this(
                inputs,
                Path.of("target", "no-cache"),
                Security.NONE,
                Limits.ofBodies(1 << 20),
                HttpClient.newHttpClient(),
                tracing);
    }

    /** @param client of the requests of this class; it has to trust the agent's certificate */
    public RunningAgent(PlanInputs inputs, Path cache, Security security, Limits limits, HttpClient client)
            throws IOException {
        this(inputs, cache, security, limits, client, RequestTracing.OFF);
    }

    private RunningAgent(
            PlanInputs inputs, Path cache, Security security, Limits limits, HttpClient client, RequestTracing tracing)
            throws IOException {
        this.client = client;
        this.scheme = security.tls() == null ? "http" : "https";
        Inventory inventory = Inventories.of(inputs.node().getStatus(), List.of(), null, null, null);
        compiler = new PlanCompiler("n1", inventory);
        agent = new Agent(
                "n1",
                inventory,
                new ModelStore(MODELS, cache),
                new Agent.Settings("127.0.0.1", 0, 0, 0, 1000, limits, security, false, TraceRecorder.NONE, tracing));
        endpoints = agent.listen();
        apply(inputs);
        until(() -> agent.runtime().settled());
        agent.ready(true);
    }

    /** Follows other manifests from now on. */
    public NodePlan apply(PlanInputs inputs) {
        NodePlan plan = compiler.compile(inputs);
        agent.local().apply(plan);
        return plan;
    }

    public Agent agent() {
        return agent;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> post(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public String metrics() throws IOException, InterruptedException {
        URI uri = URI.create(scheme + "://127.0.0.1:" + endpoints.metricsPort() + "/metrics");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The same in the format that has exemplars. */
    public String openMetrics() throws IOException, InterruptedException {
        URI uri = URI.create(scheme + "://127.0.0.1:" + endpoints.metricsPort() + "/metrics");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/openmetrics-text")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private URI uri(String path) {
        return URI.create(scheme + "://127.0.0.1:" + endpoints.httpPort() + path);
    }

    /** Waits for a condition, for a minute at most. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the condition did not come true within a minute");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        agent.close();
        client.close();
    }
}
