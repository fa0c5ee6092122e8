package dev.millrace.agent.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.device.Visit;
import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.tensor.Fault;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final TraceContext CALLER = new TraceContext("00-" + TRACE + "-b7ad6b7169203331-01", "shop=1");
    private static final long MS = 1_000_000;

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final RequestTracing tracing = new OpenTelemetryTracing(
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(exported))
                            .build())
                    .build(),
            "n1");
    private final AgentMetrics metrics = new AgentMetrics("n1", tracing);

    @AfterEach
    void close() {
        metrics.close();
    }

    private SpanData span(String name) {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void serve(TraceContext context) {
        long now = System.nanoTime();
        Visit visit = new Visit(now, now + 5 * MS, 2 * MS, now + 10 * MS, 1);
        metrics.replica(new AppId("site", "cam"), "tpu-0")
                .served(now, now + 11 * MS, 100 * MS, 0, visit, context, null);
    }

    @Test
    void aRequestIsASpanOfTheCallersTraceWithItsPhases() {
        serve(CALLER);

        SpanData request = span("infer site/cam");
        assertThat(request.getTraceId()).isEqualTo(TRACE);
        assertThat(request.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(request.getEndEpochNanos() - request.getStartEpochNanos()).isEqualTo(11 * MS);
        for (String phase : List.of("queue", "switch", "compute")) {
            assertThat(span(phase).getParentSpanId()).as(phase).isEqualTo(request.getSpanId());
        }
        assertThat(span("queue").getEndEpochNanos()).isEqualTo(span("switch").getStartEpochNanos());
        assertThat(span("switch").getEndEpochNanos() - span("switch").getStartEpochNanos())
                .isEqualTo(2 * MS);
        assertThat(span("compute").getEndEpochNanos() - span("compute").getStartEpochNanos())
                .isEqualTo(3 * MS);
    }

    @Test
    void exemplarsNameTheTrace() {
        serve(CALLER);

        assertThat(metrics.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8"))
                .containsPattern("millrace_request_duration_seconds_bucket.*trace_id=\"" + TRACE + "\"");
    }

    @Test
    void withoutAContextATraceBegins() {
        serve(null);

        assertThat(span("infer site/cam").getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void aRequestThatFailedIsASpanThatSaysWhy() {
        metrics.replica(new AppId("site", "cam"), "tpu-0").failed(Fault.DEADLINE, System.nanoTime(), CALLER);

        SpanData request = span("infer site/cam");
        assertThat(request.getTraceId()).isEqualTo(TRACE);
        assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(request.getStatus().getDescription()).isEqualTo("DEADLINE");
    }

    @Test
    void aContextThatIsNoneBeginsATrace() {
        serve(new TraceContext("00-not-a-context", null));

        assertThat(span("infer site/cam").getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void aForwardedRequestCarriesTheContextOn() {
        RequestTracing.Forwarding forwarding = tracing.forwarding(CALLER, "site/cam", "n2", System.nanoTime());
        TraceContext sent = forwarding.onward();
        forwarding.ended(true);

        SpanData span = span("forward site/cam");
        assertThat(sent).isEqualTo(new TraceContext("00-" + TRACE + "-" + span.getSpanId() + "-01", "shop=1"));
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    }

    @Test
    void offByDefaultAndThenContextsPassThrough() {
        RequestTracing off = OpenTelemetryTracing.of(Map.of(), "n1");

        assertThat(off).isSameAs(RequestTracing.OFF);
        assertThat(off.forwarding(CALLER, "site/cam", "n2", 0).onward()).isSameAs(CALLER);
        assertThat(OpenTelemetryTracing.of(Map.of("OTEL_TRACES_EXPORTER", "none"), "n1"))
                .isSameAs(RequestTracing.OFF);
    }
}
