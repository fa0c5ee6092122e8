package dev.millrace.agent;

import dev.millrace.agent.device.Room;
import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.metrics.MetricsServer;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.node.Background;
import dev.millrace.agent.node.LocalRepository;
import dev.millrace.agent.node.NodeRuntime;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.protocol.Gate;
import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.grpc.GrpcServer;
import dev.millrace.agent.protocol.rest.RestServer;
import dev.millrace.agent.protocol.tls.Tls;
import dev.millrace.agent.serving.InferService;
import dev.millrace.agent.serving.ModelRepository;
import dev.millrace.agent.trace.TraceRecorder;
import dev.millrace.agent.tracing.RequestTracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    /**
     * @param maxQueue requests that may wait for one copy
     * @param operated whether an operator decides what the node runs
     * @param tracing where spans go; closed with the agent
     */
    public record Settings(
            String host,
            int httpPort,
            int grpcPort,
            int metricsPort,
            int maxQueue,
            Limits limits,
            Security security,
            boolean operated,
            TraceRecorder trace,
            RequestTracing tracing) {}

    // An instance of its own: what a Kubernetes client does on its event loops does not delay requests.
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    private final AgentMetrics metrics;
    private final NodeRuntime runtime;
    private final InferService service;
    private final RestServer rest;
    private final GrpcServer grpc;
    private final MetricsServer metricsServer;
    private final ExecutorService scrapes = Executors.newSingleThreadExecutor(new Background("scrape"));
    private final Settings settings;
    private final LocalRepository local;
    private volatile boolean ready;
    private volatile boolean draining;

    public Agent(String node, Inventory inventory, ModelStore store, Settings settings) {
        this.settings = settings;
        this.metrics = new AgentMetrics(node, settings.tracing());
        this.runtime = new NodeRuntime(inventory, store, metrics, new SecureRandom()::nextLong, settings.trace());
        service = new InferService(
                runtime.directory(), runtime.cpu(), Room.perCopy(settings.maxQueue()), metrics, settings.trace());
        this.local = new LocalRepository(runtime);
        ModelRepository repository = settings.operated() ? ModelRepository.OPERATED : local;
        Tls tls = settings.security().tls();
        Gate gate = new Gate(() -> ready, () -> draining, settings.security().access());
        HeldBytes held = new HeldBytes(settings.limits().maxHeldBytes());
        this.rest = new RestServer(vertx, service, repository, metrics, settings.limits(), held, gate, tls);
        this.grpc = new GrpcServer(EVENT_LOOPS, service, repository, metrics, settings.limits(), held, gate, tls);
        this.metricsServer = new MetricsServer(vertx, scrapes, metrics, () -> ready, tls);
    }

    public NodeRuntime runtime() {
        return runtime;
    }

    /** The way to plans for a node that no operator leads. */
    public LocalRepository local() {
        return local;
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
        grpc.ready(now);
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
        ready(false);
        draining = true;
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
        scrapes.shutdown();
        service.close();
        runtime.close();
        metrics.close();
        settings.security().close();
        try {
            settings.trace().close();
        } catch (IOException e) {
            LOG.warnf("the trace is not whole: %s", e.getMessage());
        }
        LOG.debug("stopped");
    }

    @Override
    public void close() {
        close(0);
    }
}
