package dev.millrace.agent.protocol;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.grpc.oip.InferParameter;
import dev.millrace.agent.protocol.grpc.oip.InferTensorContents;
import dev.millrace.agent.protocol.grpc.oip.ModelConfigRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelMetadataRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelReadyRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelStatisticsRequest;
import dev.millrace.agent.protocol.grpc.oip.RepositoryIndexRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerLiveRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerMetadataRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerReadyRequest;
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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GrpcProtocolTest {
    private static RunningAgent agent;
    private static ManagedChannel channel;
    private static GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub;

    @BeforeAll
    static void start() throws IOException {
        agent = new RunningAgent(Manifests.inputs(
                1,
                assignment("cam", "gpu-0", "gpu", 1),
                assignment("gate", "cpu-0", "cpu", 1),
                assignment("slow", "gpu-0", "gpu", 1)));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", agent.endpoints().grpcPort())
                .usePlaintext()
                .build();
        stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        agent.close();
    }

    @Test
    void serverAndModelsTellAboutThemselves() {
        assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
        assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance())
                        .getExtensionsList())
                .contains("model_configuration");
        assertThat(stub.modelReady(ModelReadyRequest.newBuilder()
                                .setName("site.gate")
                                .build())
                        .getReady())
                .isTrue();
        assertThat(stub.modelMetadata(ModelMetadataRequest.newBuilder()
                                .setName("site.gate")
                                .build())
                        .getInputs(0)
                        .getShapeList())
                .isEqualTo(List.of(-1L, 3L, -1L, -1L));
        assertThat(stub.modelConfig(ModelConfigRequest.newBuilder()
                                .setName("site.cam")
                                .build())
                        .getConfig()
                        .getPlatform())
                .isEqualTo("emulated");
        assertThat(stub.repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                        .getModelsCount())
                .isEqualTo(3);
        assertThat(stub.modelStatistics(ModelStatisticsRequest.getDefaultInstance())
                        .getModelStatsCount())
                .isEqualTo(3);
    }

    @Test
    void typedContentsAnswerTypedAndRawAnswerRaw() {
        ModelInferResponse typed = stub.modelInfer(request("site.cam", "input", "UINT8", 2)
                .setInputs(
                        0,
                        input("input", "UINT8", 2)
                                .setContents(InferTensorContents.newBuilder()
                                        .addUintContents(1)
                                        .addUintContents(255)))
                .build());
        assertThat(typed.getOutputs(0).getContents().getFp32ContentsList()).containsExactly(0f);
        assertThat(typed.getRawOutputContentsCount()).isZero();
        assertThat(typed.getParametersOrThrow("emulated").getBoolParam()).isTrue();
        ModelInferResponse raw = stub.modelInfer(request("site.cam", "input", "UINT8", 2)
                .setId("r7")
                .addRawInputContents(ByteString.copyFrom(new byte[] {1, -1}))
                .build());
        assertThat(raw.getId()).isEqualTo("r7");
        assertThat(raw.getRawOutputContents(0)).isEqualTo(ByteString.copyFrom(new byte[4]));
    }

    @Test
    void badRequestsGetStatusesOfTheirKind() {
        ByteString two = ByteString.copyFrom(new byte[2]);
        refused(request("site.none", "input", "UINT8", 2).addRawInputContents(two), Status.Code.NOT_FOUND, "site.none");
        refused(
                request("site.cam", "input", "UINT8", 2).setModelVersion("3").addRawInputContents(two),
                Status.Code.NOT_FOUND,
                "version '3'");
        refused(
                request("site.cam", "other", "UINT8", 2).addRawInputContents(two),
                Status.Code.INVALID_ARGUMENT,
                "unexpected input 'other'");
        refused(
                request("site.cam", "input", "INT8", 2).addRawInputContents(two),
                Status.Code.INVALID_ARGUMENT,
                "takes UINT8");
        refused(
                request("site.cam", "input", "UINT8", 3).addRawInputContents(two),
                Status.Code.INVALID_ARGUMENT,
                "needs 3 elements");
        refused(
                request("site.cam", "input", "UINT8", 2)
                        .addRawInputContents(two)
                        .addRawInputContents(two),
                Status.Code.INVALID_ARGUMENT,
                "2 entries for 1 inputs");
        refused(
                request("site.cam", "input", "UINT8", 1)
                        .setInputs(
                                0,
                                input("input", "UINT8", 1)
                                        .setContents(
                                                InferTensorContents.newBuilder().addUintContents(256))),
                Status.Code.INVALID_ARGUMENT,
                "does not take 256");
        refused(
                request("site.cam", "input", "UINT8", 1)
                        .setInputs(
                                0,
                                input("input", "UINT8", 1)
                                        .setContents(
                                                InferTensorContents.newBuilder().addFp32Contents(1))),
                Status.Code.INVALID_ARGUMENT,
                "contents of another type");
    }

    @Test
    void aTruncatedMessageIsAnInvalidArgumentAndTheServerGoesOn() {
        byte[] whole = request("site.cam", "input", "UINT8", 2)
                .addRawInputContents(ByteString.copyFrom(new byte[2]))
                .build()
                .toByteArray();
        for (int length = 1; length < whole.length; length += 5) {
            byte[] cut = Arrays.copyOf(whole, length);
            StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, () -> raw(cut));
            assertThat(error).as("cut to %d bytes", length).isNotNull();
            assertThat(error.getStatus().getCode()).isIn(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);
        }
        assertThat(raw(whole)).isNotEmpty();
    }

    @Test
    void aRequestWhoseTimeoutPassesIsAnsweredThenAndNotLater() {
        long before = System.nanoTime();
        refused(
                request("site.slow", "input", "UINT8", 2)
                        .addRawInputContents(ByteString.copyFrom(new byte[2]))
                        .putParameters(
                                "timeout",
                                InferParameter.newBuilder().setInt64Param(1000).build()),
                Status.Code.DEADLINE_EXCEEDED,
                "timeout");
        assertThat(System.nanoTime() - before).as("the device needs 5 s").isLessThan(TimeUnit.SECONDS.toNanos(4));
    }

    private static void refused(ModelInferRequest.Builder request, Status.Code code, String message) {
        StatusRuntimeException error =
                catchThrowableOfType(StatusRuntimeException.class, () -> stub.modelInfer(request.build()));
        assertThat(error).isNotNull();
        assertThat(error.getStatus().getCode()).isEqualTo(code);
        assertThat(error.getStatus().getDescription()).contains(message).doesNotContain("Exception");
    }

    private static ModelInferRequest.Builder request(String model, String name, String datatype, long size) {
        return ModelInferRequest.newBuilder().setModelName(model).addInputs(input(name, datatype, size));
    }

    private static ModelInferRequest.InferInputTensor.Builder input(String name, String datatype, long size) {
        return ModelInferRequest.InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype(datatype)
                .addShape(size);
    }

    private static byte[] raw(byte[] message) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("inference.GRPCInferenceService/ModelInfer")
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, message);
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
