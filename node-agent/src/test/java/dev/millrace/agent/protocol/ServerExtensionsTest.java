package dev.millrace.agent.protocol;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.Security;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.RepositoryModelLoadRequest;
import dev.millrace.agent.protocol.grpc.oip.RepositoryModelUnloadRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health, reflection, model repository, limits and the description. */
class ServerExtensionsTest {
    private static final String INFER = "/v2/models/site.cam/infer";
    private static final String BODY =
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[7]}]}";

    private RunningAgent agent;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        agent = new RunningAgent(
                Manifests.inputs(
                        1,
                        assignment("cam", "edgetpu-0", "edgetpu", 1),
                        assignment("gate", "edgetpu-0", "edgetpu", 1),
                        assignment("own", "cpu-0", "absent", 1)),
                Path.of("target", "no-cache"),
                Security.NONE,
                new Limits(1 << 20, 4096, 3, 3 << 19),
                HttpClient.newHttpClient());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", agent.endpoints().grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        agent.close();
    }

    @Test
    void grpcHealthFollowsReadiness() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        HealthCheckRequest service = HealthCheckRequest.newBuilder()
                .setService(GRPCInferenceServiceGrpc.SERVICE_NAME)
                .build();
        assertThat(health.check(service).getStatus()).isEqualTo(ServingStatus.SERVING);
        agent.agent().ready(false);
        assertThat(health.check(service).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                .isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void reflectionKnowsTheServiceAndItsFile() throws Exception {
        CompletableFuture<String> services = new CompletableFuture<>();
        CompletableFuture<Integer> file = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> ask = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse value) {
                        if (value.hasListServicesResponse()) {
                            services.complete(value.toString());
                        } else {
                            file.complete(value.getFileDescriptorResponse().getFileDescriptorProtoCount());
                        }
                    }

                    @Override
                    public void onError(Throwable error) {
                        services.completeExceptionally(error);
                        file.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {}
                });
        ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(services.get(10, TimeUnit.SECONDS))
                .contains("inference.GRPCInferenceService", "grpc.health.v1.Health");
        ask.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("inference.GRPCInferenceService")
                .build());
        assertThat(file.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        ask.onCompleted();
    }

    @Test
    void aModelIsUnloadedAndLoadedWhereNoOperatorLeads() throws Exception {
        assertThat(agent.post("/v2/repository/models/site.cam/unload", "").statusCode())
                .isEqualTo(200);
        assertThat(agent.post(INFER, BODY).statusCode()).isEqualTo(503);
        assertThat(agent.post("/v2/repository/index", "").body())
                .contains("{\"name\":\"site.cam\",\"version\":\"1\",\"state\":\"UNAVAILABLE\"");
        assertThat(agent.post("/v2/models/site.gate/infer", BODY).statusCode())
                .as("shares the copy")
                .isEqualTo(200);
        assertThat(agent.post("/v2/repository/models/site.cam/load", "").statusCode())
                .isEqualTo(200);
        assertThat(agent.post(INFER, BODY).statusCode()).isEqualTo(200);
        assertThat(agent.post("/v2/repository/models/site.none/load", "").statusCode())
                .isEqualTo(404);
        assertThat(agent.post("/v2/repository/models/site.own/load", "").body()).contains("does not load");

        var stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        stub.repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                .setModelName("site.cam")
                .build());
        assertThat(agent.get("/v2/models/site.cam/ready").statusCode()).isEqualTo(503);
        stub.repositoryModelLoad(
                RepositoryModelLoadRequest.newBuilder().setModelName("site.cam").build());
        assertThat(agent.get("/v2/models/site.cam/ready").statusCode()).isEqualTo(200);
        StatusRuntimeException unknown = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stub.repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                        .setModelName("site.none")
                        .build()));
        assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void tensorsBeyondTheLimitsAreRefusedAndTheBytesHeldGoBack() throws Exception {
        String many = "0,".repeat(5000) + "0";
        HttpResponse<String> large = agent.post(
                INFER,
                "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[5001],\"data\":[" + many + "]}]}");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("larger than 4096 bytes");
        HttpResponse<String> strings = agent.post(
                INFER,
                "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"BYTES\",\"shape\":[4],\"data\":[\"\",\"\",\"\",\"\"]}]}");
        assertThat(strings.statusCode()).isEqualTo(413);
        assertThat(strings.body()).contains("more than 3 byte strings");
        // Each holds most of what may be held: were it not given back, the next would be refused.
        String padded = BODY + " ".repeat(1_000_000);
        for (int i = 0; i < 5; i++) {
            assertThat(agent.post(INFER, padded).statusCode()).isEqualTo(200);
        }
        var stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        for (int i = 0; i < 5; i++) {
            ModelInferRequest.Builder padding = ModelInferRequest.newBuilder()
                    .setModelName("site.cam")
                    .setId(" ".repeat(900_000))
                    .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                            .setName("input")
                            .setDatatype("UINT8")
                            .addShape(1))
                    .addRawInputContents(ByteString.copyFrom(new byte[1]));
            assertThat(stub.modelInfer(padding.build()).getOutputsCount()).isEqualTo(1);
        }
    }

    @Test
    void priorityAndTimeoutAreReadAndHeldToTheirForm() throws Exception {
        assertThat(agent.post(INFER, with("\"priority\":1,\"timeout\":5000000")).statusCode())
                .isEqualTo(200);
        assertThat(agent.post(INFER, with("\"priority\":-1")).body()).contains("priority");
        assertThat(agent.post(INFER, with("\"timeout\":1.5")).statusCode()).isEqualTo(400);
        assertThat(agent.post(INFER, with("\"other\":[]")).statusCode()).isEqualTo(400);
        assertThat(agent.get("/v2").body()).contains("schedule_policy");
    }

    @Test
    void theDescriptionIsServed() throws Exception {
        HttpResponse<String> description = agent.get("/v2/openapi");
        assertThat(description.statusCode()).isEqualTo(200);
        assertThat(description.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(description.body()).startsWith("openapi: 3.0.3").contains("/v2/models/{model}/infer");
    }

    @Test
    void aRequestInProgressIsAnsweredWhileTheAgentDrains() throws Exception {
        String yaml = Manifests.yaml(1, assignment("slow", "gpu-0", "gpu", 1)).replace("mean: 5s", "mean: 300ms");
        try (RunningAgent slow = new RunningAgent(Manifests.parse(yaml))) {
            CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
                try {
                    return slow.post("/v2/models/site.slow/infer", BODY).statusCode();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            RunningAgent.until(() -> slow.agent().runtime().inFlight() == 1);
            slow.agent().close(30_000);
            assertThat(status.get(30, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    private static String with(String parameters) {
        return BODY.replace("{\"inputs\"", "{\"parameters\":{" + parameters + "},\"inputs\"");
    }
}
