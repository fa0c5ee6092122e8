package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.protocol.Gate;
import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.tls.Tls;
import dev.millrace.agent.serving.InferService;
import dev.millrace.agent.serving.ModelRepository;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The protocol's gRPC server, with the standard health and reflection services. */
public final class GrpcServer {
    private final GrpcForwarder forwarder;
    private final InferenceService service;
    private final EventLoops loops;
    private final HealthStatusManager health = new HealthStatusManager();
    private final Limits limits;
    private final @Nullable Tls tls;
    private @Nullable Server server;

    /**
     * @param eventLoops threads that read and write
     * @param held bytes of requests, of all protocols together
     * @param tls null for in the clear
     */
    public GrpcServer(
            int eventLoops,
            InferService service,
            ModelRepository repository,
            AgentMetrics metrics,
            Limits limits,
            HeldBytes held,
            Gate gate,
            @Nullable Tls tls) {
        this.loops = new EventLoops(eventLoops);
        this.limits = limits;
        this.tls = tls;
        this.forwarder = new GrpcForwarder(metrics, limits, tls);
        this.service = new InferenceService(
                new GrpcInfer(service, forwarder, gate.access(), limits, held),
                new ModelMessages(service.directory(), metrics),
                service.directory(),
                repository,
                gate);
        ready(false);
    }

    /** What the health service says of the server and of the protocol's service. */
    public void ready(boolean now) {
        ServingStatus status = now ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(GRPCInferenceServiceGrpc.SERVICE_NAME, status);
    }

    /**
     * Listens and returns the port.
     *
     * @throws IOException where the address cannot be bound
     */
    public int listen(String host, int port) throws IOException {
        // Parsing happens inside the barrier, so that a malformed message ends in a status of ours. No handler blocks.
        Server started = NettyServerBuilder.forAddress(
                        new InetSocketAddress(host, port),
                        tls == null ? InsecureServerCredentials.create() : tls.server())
                .directExecutor()
                .bossEventLoopGroup(loops.acceptor())
                .workerEventLoopGroup(loops.workers())
                .channelType(NioServerSocketChannel.class)
                .maxInboundMessageSize(limits.maxRequestBytes())
                .addService(ServerInterceptors.intercept(
                        ServerInterceptors.useInputStreamMessages(service.bindService()), new FaultBarrier(loops)))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build()
                .start();
        server = started;
        return started.getPort();
    }

    /** Takes no more calls, and waits for those in progress up to that many milliseconds. */
    public void close(long drainMs) throws InterruptedException {
        health.enterTerminalState();
        if (server != null) {
            server.shutdown();
            if (!server.awaitTermination(drainMs, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        }
        forwarder.close();
        loops.close();
    }
}
