package dev.millrace.agent;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.metrics.MetricsServer;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.node.NodeRuntime;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.grpc.GrpcServer;
import dev.millrace.agent.protocol.rest.RestServer;
import dev.millrace.agent.serving.InferService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** One agent in this process: the node's devices and the servers in front of them. */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Agent.class);
    private static final long SERVER_SECONDS = 10;
    private static final long DRAIN_STEP_MS = 20;
    private static final int EVENT_LOOPS =
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

    /** @param maxQueue requests that may wait for one copy */
    public record Settings(String host, int httpPort, int grpcPort, int metricsPort, int maxQueue, Limits limits) {}

    // An instance of its own: what a Kubernetes client does on its event loops does not delay requests.
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    private final AgentMetrics metrics;
    private final NodeRuntime runtime;
    private final InferService service;
    private final RestServer rest;
    private final GrpcServer grpc;
    private final MetricsServer metricsServer;
    private final Settings settings;
    private volatile boolean ready;

    public Agent(String node, Inventory inventory, ModelStore store, Settings settings) {
        this.settings = settings;
        this.metrics = new AgentMetrics(node);
        this.runtime = new NodeRuntime(inventory, store, metrics, new SecureRandom()::nextLong);
        service = new InferService(runtime.directory(), runtime.cpu(), settings.maxQueue(), metrics);
        this.rest = new RestServer(vertx, service, metrics, settings.limits(), () -> ready);
        this.grpc = new GrpcServer(service, metrics, settings.limits(), () -> ready);
        this.metricsServer = new MetricsServer(vertx, metrics);
    }

    public NodeRuntime runtime() {
        return runtime;
    }

    public AgentMetrics metrics() {
        return metrics;
    }

    /** Opens the ports. Not called on an event loop. */
    public Endpoints listen() throws IOException {
        int http = await(rest.listen(settings.host(), settings.httpPort()), settings.httpPort());
        int grpcPort;
        try {
            grpcPort = grpc.listen(settings.host(), settings.grpcPort());
        } catch (IOException e) {
            throw new IOException("cannot listen on " + settings.host() + ":" + settings.grpcPort(), e);
        }
        int metricsPort = await(metricsServer.listen(settings.host(), settings.metricsPort()), settings.metricsPort());
        return new Endpoints(settings.host(), http, grpcPort, metricsPort);
    }

    /** What /v2/health/ready says. */
    public void ready(boolean now) {
        ready = now;
    }

    private int await(Future<Integer> port, int wanted) throws IOException {
        try {
            return port.toCompletionStage().toCompletableFuture().get(SERVER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("cannot listen on " + settings.host() + ":" + wanted, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Says it is not ready, lets requests in progress end within that time, and stops. */
    public void close(long drainMs) {
        ready = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drainMs);
        try {
            while (runtime.inFlight() > 0 && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(DRAIN_STEP_MS);
            }
            grpc.close(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        vertx.close();
        service.close();
        runtime.close();
        metrics.close();
        LOG.debug("stopped");
    }

    @Override
    public void close() {
        close(0);
    }
}
