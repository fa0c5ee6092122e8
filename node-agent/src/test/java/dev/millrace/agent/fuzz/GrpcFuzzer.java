package dev.millrace.agent.fuzz;

import dev.millrace.agent.RunningAgent;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** Messages to ModelInfer of a running agent. */
public final class GrpcFuzzer {
    /** What HTTP calls a server error, and deadlines, of which none is set. */
    private static final Set<Status.Code> OURS =
            Set.of(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.DATA_LOSS, Status.Code.ABORTED);

    private static final MethodDescriptor<byte[], byte[]> INFER = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("inference.GRPCInferenceService/ModelInfer")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private static RunningAgent agent;
    private static ManagedChannel channel;

    private GrpcFuzzer() {}

    public static void fuzzerInitialize() {
        agent = FuzzedAgent.start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", agent.endpoints().grpcPort())
                .usePlaintext()
                .build();
    }

    public static void fuzzerTestOneInput(byte[] message) {
        try {
            ClientCalls.blockingUnaryCall(channel, INFER, CallOptions.DEFAULT, message);
        } catch (StatusRuntimeException e) {
            if (OURS.contains(e.getStatus().getCode())) {
                throw e;
            }
        }
    }

    public static void fuzzerTearDown() {
        channel.shutdownNow();
        FuzzedAgent.stop(agent);
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
