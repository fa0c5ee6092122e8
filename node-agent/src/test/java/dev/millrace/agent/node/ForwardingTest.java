package dev.millrace.agent.node;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An app split over two agents. */
class ForwardingTest {
    private static final String BODY =
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[7]}]}";
    private static final int REQUESTS = 60;

    @Test
    void requestsGoByShareAndAForwardedOneStays() throws Exception {
        try (RunningAgent other =
                        new RunningAgent(Manifests.inputs(1, assignment("cam", "edgetpu-0", "edgetpu", 0.5)));
                RunningAgent first = new RunningAgent(Manifests.parse(routed(other)))) {
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(first.post("/v2/models/site.cam/infer", BODY).statusCode())
                        .isEqualTo(200);
            }
            long elsewhere = served(other);
            assertThat(elsewhere).isBetween(10L, 50L);
            assertThat(served(first)).as("its own and those it sent on").isEqualTo(REQUESTS);

            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            "127.0.0.1", first.endpoints().grpcPort())
                    .usePlaintext()
                    .build();
            try {
                var stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
                for (int i = 0; i < 20; i++) {
                    assertThat(stub.modelInfer(request()).getOutputsCount()).isEqualTo(1);
                }
            } finally {
                channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            }
            assertThat(served(other)).isGreaterThan(elsewhere);
            assertThat(first.metrics()).contains("phase=\"forward\"");
            // The other agent is not asked for what was forwarded to the first.
            assertThat(first.post("/v2/models/site.cam/infer", BODY, "millrace-forwarded", "1")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void anAgentThatDoesNotAnswerIsUnavailable() throws Exception {
        RunningAgent other = new RunningAgent(Manifests.inputs(1, assignment("cam", "edgetpu-0", "edgetpu", 0.5)));
        try (RunningAgent first = new RunningAgent(Manifests.parse(routed(other)))) {
            other.close();
            boolean failed = false;
            for (int i = 0; i < 40 && !failed; i++) {
                var answer = first.post("/v2/models/site.cam/infer", BODY);
                failed = answer.statusCode() == 503;
                if (failed) {
                    assertThat(answer.body()).contains("does not answer");
                }
            }
            assertThat(failed).isTrue();
        }
    }

    /** Successful requests, forwarded ones included, as the metrics count them. */
    private static long served(RunningAgent agent) throws Exception {
        return agent.metrics()
                .lines()
                .filter(line -> line.startsWith("millrace_requests_total") && line.contains("code=\"200\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String routed(RunningAgent other) {
        return Manifests.yaml(1, assignment("cam", "edgetpu-0", "edgetpu", 0.5))
                .replace("  assignments:", """
                          routes:
                          - app: {namespace: site, name: cam}
                            targets:
                            - {node: n2, address: 127.0.0.1, httpPort: %d, grpcPort: %d, share: 0.5}
                            - {node: n1, address: 127.0.0.1, httpPort: 1, grpcPort: 1, share: 0.5}
                          assignments:\
                        """.formatted(
                                other.endpoints().httpPort(), other.endpoints().grpcPort()));
    }

    private static ModelInferRequest request() {
        return ModelInferRequest.newBuilder()
                .setModelName("site.cam")
                .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                        .setName("input")
                        .setDatatype("UINT8")
                        .addShape(2))
                .addRawInputContents(ByteString.copyFrom(new byte[2]))
                .build();
    }
}
