package dev.millrace.agent.tracing;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client's trace through two agents to a collector, over the wire all the way. */
class TracedRequestsTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT_SPAN = "b7ad6b7169203331";
    private static final String CONTEXT = "00-" + TRACE + "-" + CLIENT_SPAN + "-01";
    private static final String STATE = "shop=1";
    /** Of requests that each go to the other agent or stay with probability 1/2, some do and some do not. */
    private static final int REQUESTS = 40;

    private OtlpCollector collector;
    private RunningAgent other;
    private RunningAgent first;

    @BeforeEach
    void start() throws Exception {
        collector = new OtlpCollector();
        other = new RunningAgent(Manifests.inputs(1, assignment("cam", "edgetpu-0", "edgetpu", 0.5)), tracing("n2"));
        first = new RunningAgent(
                Manifests.parse(Manifests.yaml(1, assignment("cam", "edgetpu-0", "edgetpu", 0.5))
                        .replace("  assignments:", """
                                  routes:
                                  - app: {namespace: site, name: cam}
                                    targets:
                                    - {node: n2, address: 127.0.0.1, httpPort: %d, grpcPort: %d, share: 0.5}
                                    - {node: n1, address: 127.0.0.1, httpPort: 1, grpcPort: 1, share: 0.5}
                                  assignments:\
                                """.formatted(
                                other.endpoints().httpPort(), other.endpoints().grpcPort()))),
                tracing("n1"));
    }

    @AfterEach
    void stop() {
        first.close();
        other.close();
        collector.close();
    }

    private RequestTracing tracing(String node) {
        return OpenTelemetryTracing.of(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "20"), node);
    }

    @Test
    void overRest() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(first.post(
                                    "/v2/models/site.cam/infer",
                                    "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[7]}]}",
                                    "traceparent",
                                    CONTEXT,
                                    "tracestate",
                                    STATE)
                            .statusCode())
                    .isEqualTo(200);
        }

        theTraceIsWhole();
        assertThat(first.openMetrics()).containsPattern("duration_seconds_bucket.*# .*trace_id=\"" + TRACE + "\"");
    }

    @Test
    void overGrpc() throws Exception {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), CONTEXT);
        headers.put(Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER), STATE);
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", first.endpoints().grpcPort())
                .usePlaintext()
                .build();
        try {
            var stub = GRPCInferenceServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
            for (int i = 0; i < REQUESTS; i++) {
                stub.modelInfer(ModelInferRequest.newBuilder()
                        .setModelName("site.cam")
                        .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                                .setName("input")
                                .setDatatype("UINT8")
                                .addShape(2))
                        .addRawInputContents(ByteString.copyFrom(new byte[2]))
                        .build());
            }
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }

        theTraceIsWhole();
    }

    private void theTraceIsWhole() {
        // The two agents export on their own, so either part of a forwarded request may be here first.
        RunningAgent.until(() -> named("infer site/cam").size() == REQUESTS
                && named("forward site/cam").size()
                        == named("infer site/cam").stream()
                                .filter(span -> !span.parent().equals(CLIENT_SPAN))
                                .count());
        assertThat(collector.spans()).allSatisfy(span -> {
            assertThat(span.trace()).isEqualTo(TRACE);
            assertThat(span.state()).isEqualTo(STATE);
        });
        List<OtlpCollector.Span> forwards = named("forward site/cam");
        assertThat(forwards).isNotEmpty().hasSizeLessThan(REQUESTS);
        assertThat(forwards).extracting(OtlpCollector.Span::parent).containsOnly(CLIENT_SPAN);
        List<OtlpCollector.Span> served = named("infer site/cam");
        List<String> forwarded = forwards.stream().map(OtlpCollector.Span::id).toList();
        assertThat(served)
                .filteredOn(span -> !span.parent().equals(CLIENT_SPAN))
                .extracting(OtlpCollector.Span::parent)
                .containsExactlyInAnyOrderElementsOf(forwarded);
        for (OtlpCollector.Span request : served) {
            assertThat(collector.spans())
                    .filteredOn(span -> span.parent().equals(request.id()))
                    .extracting(OtlpCollector.Span::name)
                    .contains("queue", "compute");
        }
    }

    private List<OtlpCollector.Span> named(String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }
}
