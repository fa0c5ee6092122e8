package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferResponse;
import dev.millrace.agent.serving.Destination;
import dev.millrace.agent.serving.RemoteTarget;
import dev.millrace.agent.tensor.Fault;
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

/** Sends a request on to the agent that has the drawn replica. One channel per agent, kept. */
final class GrpcForwarder implements AutoCloseable {
    static final Metadata.Key<String> FORWARDED =
            Metadata.Key.of(ServerFacts.FORWARDED, Metadata.ASCII_STRING_MARSHALLER);

    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final AgentMetrics metrics;
    private final Limits limits;

    GrpcForwarder(AgentMetrics metrics, Limits limits) {
        this.metrics = metrics;
        this.limits = limits;
    }

    void forward(
            ModelInferRequest request,
            Destination.Remote remote,
            long arrivalNanos,
            StreamObserver<ModelInferResponse> answer) {
        Metadata headers = new Metadata();
        headers.put(FORWARDED, "1");
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
                        metrics.elsewhere(remote.app().id()).failed(Fault.UNAVAILABLE);
                        answer.onError(Status.fromThrowable(error).asRuntimeException());
                    }

                    @Override
                    public void onCompleted() {
                        metrics.elsewhere(remote.app().id()).forwarded(System.nanoTime() - arrivalNanos);
                        answer.onCompleted();
                    }
                });
    }

    private ManagedChannel channel(RemoteTarget target) {
        return channels.computeIfAbsent(
                target.address() + ":" + target.grpcPort(),
                key -> NettyChannelBuilder.forAddress(target.address(), target.grpcPort())
                        .usePlaintext()
                        .directExecutor()
                        .maxInboundMessageSize(limits.maxRequestBytes())
                        .build());
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
