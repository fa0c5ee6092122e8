package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.serving.InferService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The protocol's gRPC server. */
public final class GrpcServer {
    private final GrpcForwarder forwarder;
    private final InferenceService service;
    private final Limits limits;
    private @Nullable Server server;

    /** @param ready whether the node is ready to serve */
    public GrpcServer(InferService service, AgentMetrics metrics, Limits limits, BooleanSupplier ready) {
        this.limits = limits;
        this.forwarder = new GrpcForwarder(metrics, limits);
        this.service = new InferenceService(
                new GrpcInfer(service, forwarder),
                new ModelMessages(service.directory(), metrics),
                service.directory(),
                ready);
    }

    /**
     * Listens and returns the port.
     *
     * @throws IOException where the address cannot be bound
     */
    public int listen(String host, int port) throws IOException {
        // Parsing happens inside the barrier, so that a malformed message ends in a status of ours. No handler blocks.
        Server started = NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                .directExecutor()
                .maxInboundMessageSize(limits.maxRequestBytes())
                .addService(ServerInterceptors.intercept(
                        ServerInterceptors.useInputStreamMessages(service.bindService()), new FaultBarrier()))
                .build()
                .start();
        server = started;
        return started.getPort();
    }

    /** Takes no more calls, and waits for those in progress up to that many milliseconds. */
    public void close(long drainMs) throws InterruptedException {
        if (server != null) {
            server.shutdown();
            if (!server.awaitTermination(drainMs, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        }
        forwarder.close();
    }
}
