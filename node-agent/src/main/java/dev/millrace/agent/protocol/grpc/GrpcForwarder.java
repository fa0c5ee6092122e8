package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferResponse;
import dev.millrace.agent.protocol.tls.Tls;
import dev.millrace.agent.serving.Destination;
import dev.millrace.agent.serving.RemoteTarget;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tracing.RequestTracing;
import dev.millrace.agent.tracing.TraceContext;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Sends a request on to the agent that has the drawn replica. One channel per agent, kept. */
final class GrpcForwarder implements AutoCloseable {
    static final Metadata.Key<String> FORWARDED =
            Metadata.Key.of(ServerFacts.FORWARDED, Metadata.ASCII_STRING_MARSHALLER);

    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final AgentMetrics metrics;
    private final Limits limits;
    private final @Nullable Tls tls;

    /** @param tls how other agents are reached; null for in the clear */
    GrpcForwarder(AgentMetrics metrics, Limits limits, @Nullable Tls tls) {
        this.metrics = metrics;
        this.limits = limits;
        this.tls = tls;
    }

    void forward(
            ModelInferRequest request,
            Destination.Remote remote,
            FaultBarrier.Arrival arrival,
            Hold hold,
            StreamObserver<ModelInferResponse> answer) {
        Metadata headers = new Metadata();
        headers.put(FORWARDED, "1");
        if (arrival.authorization() != null) {
            headers.put(FaultBarrier.AUTHORIZATION, arrival.authorization());
        }
        RequestTracing.Forwarding trace = metrics.tracing()
                .forwarding(
                        arrival.trace(),
                        remote.app().id().toString(),
                        remote.target().node(),
                        arrival.nanos());
        put(trace.onward(), headers);
        var channel = ClientInterceptors.intercept(
                channel(remote.target()), MetadataUtils.newAttachHeadersInterceptor(headers));
        ClientCalls.asyncUnaryCall(
                channel.newCall(GRPCInferenceServiceGrpc.getModelInferMethod(), CallOptions.DEFAULT),
                request,
                new StreamObserver<ModelInferResponse>() {
                    @Override
                    public void onNext(ModelInferResponse response) {
                        answer.onNext(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        hold.release();
                        trace.ended(false);
                        metrics.elsewhere(remote.app().id()).failed(Fault.UNAVAILABLE);
                        answer.onError(Status.fromThrowable(error).asRuntimeException());
                    }

                    @Override
                    public void onCompleted() {
                        hold.release();
                        trace.ended(true);
                        metrics.elsewhere(remote.app().id()).forwarded(System.nanoTime() - arrival.nanos());
                        answer.onCompleted();
                    }
                });
    }

    private static void put(@Nullable TraceContext trace, Metadata headers) {
        if (trace == null) {
            return;
        }
        headers.put(FaultBarrier.TRACE_PARENT, trace.parent());
        String state = trace.state();
        if (state != null) {
            headers.put(FaultBarrier.TRACE_STATE, state);
        }
    }

    private ManagedChannel channel(RemoteTarget target) {
        return channels.computeIfAbsent(
                target.address() + ":" + target.grpcPort(),
                key -> builder(target)
                        .directExecutor()
                        .maxInboundMessageSize(limits.maxRequestBytes())
                        .build());
    }

    private NettyChannelBuilder builder(RemoteTarget target) {
        if (tls == null) {
            return NettyChannelBuilder.forAddress(target.address(), target.grpcPort())
                    .usePlaintext();
        }
        // Agents are reached by address; their certificates carry the name that all agents have.
        return NettyChannelBuilder.forAddress(target.address(), target.grpcPort(), tls.channel())
                .overrideAuthority(tls.agentName());
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
