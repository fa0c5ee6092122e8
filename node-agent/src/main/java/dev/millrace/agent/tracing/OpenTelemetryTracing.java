package dev.millrace.agent.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans by OpenTelemetry's SDK. A request's spans are made when it has ended, from the times that were taken on its way: on
 * the way nothing is done for them.
 */
public final class OpenTelemetryTracing implements RequestTracing {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<TraceContext> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(TraceContext carrier) {
            return List.of(TraceContext.PARENT, TraceContext.STATE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext carrier, String key) {
            if (carrier == null) {
                return null;
            }
            return key.equals(TraceContext.PARENT)
                    ? carrier.parent()
                    : key.equals(TraceContext.STATE) ? carrier.state() : null;
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final String node;
    /** Adds to System.nanoTime() what makes it nanoseconds since the epoch. */
    private final long epochNanos = System.currentTimeMillis() * NANOS_PER_MS - System.nanoTime();

    OpenTelemetryTracing(OpenTelemetrySdk sdk, String node) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("dev.millrace.agent");
        this.node = node;
    }

    /**
     * As the variables {@code OTEL_…} say; {@link RequestTracing#OFF} unless they name an exporter or a collector.
     *
     * @param env the environment
     */
    public static RequestTracing of(Map<String, String> env, String node) {
        boolean named = env.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
                || env.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
                || env.containsKey("OTEL_TRACES_EXPORTER");
        boolean unwanted = "none".equalsIgnoreCase(env.get("OTEL_TRACES_EXPORTER"))
                || "true".equalsIgnoreCase(env.get("OTEL_SDK_DISABLED"));
        if (!named || unwanted) {
            return OFF;
        }
        Map<String, String> defaults = new HashMap<>();
        defaults.put("otel.service.name", "millrace-agent");
        defaults.put("otel.metrics.exporter", "none");
        defaults.put("otel.logs.exporter", "none");
        defaults.put("otel.exporter.otlp.protocol", "http/protobuf");
        defaults.put("otel.resource.attributes", "k8s.node.name=" + node);
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> defaults)
                .addPropertiesCustomizer(config -> fromEnvironment(env))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return new OpenTelemetryTracing(sdk, node);
    }

    private static Map<String, String> fromEnvironment(Map<String, String> env) {
        Map<String, String> properties = new HashMap<>();
        env.forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return properties;
    }

    @Override
    public void served(Served request, Part[] parts, Runnable measured) {
        Span span = builder(
                        "infer " + request.app(), SpanKind.SERVER, parent(request.context()), request.arrivalNanos())
                .setAttribute("millrace.app", request.app())
                .setAttribute("millrace.node", node)
                .setAttribute("millrace.device", request.device())
                .setAttribute("millrace.batch", (long) request.batch())
                .startSpan();
        Context within = Context.root().with(span);
        for (Part part : parts) {
            builder(part.name(), SpanKind.INTERNAL, within, part.startNanos())
                    .startSpan()
                    .end(epoch(part.endNanos()), TimeUnit.NANOSECONDS);
        }
        try (Scope scope = within.makeCurrent()) {
            measured.run();
        }
        if (request.failure() != null) {
            span.setStatus(StatusCode.ERROR, request.failure());
        }
        span.end(epoch(request.answeredNanos()), TimeUnit.NANOSECONDS);
    }

    @Override
    public Forwarding forwarding(@Nullable TraceContext context, String app, String target, long arrivalNanos) {
        Span span = builder("forward " + app, SpanKind.CLIENT, parent(context), arrivalNanos)
                .setAttribute("millrace.app", app)
                .setAttribute("millrace.node", node)
                .setAttribute("millrace.target", target)
                .startSpan();
        return new Forwarding() {
            @Override
            public @Nullable TraceContext onward() {
                Map<String, String> headers = new HashMap<>();
                W3C.inject(Context.root().with(span), headers, Map::put);
                return TraceContext.of(headers::get);
            }

            @Override
            public void ended(boolean answered) {
                if (!answered) {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
            }
        };
    }

    private SpanBuilder builder(String name, SpanKind kind, Context parent, long startNanos) {
        return tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent)
                .setStartTimestamp(epoch(startNanos), TimeUnit.NANOSECONDS);
    }

    private static Context parent(@Nullable TraceContext context) {
        return context == null ? Context.root() : W3C.extract(Context.root(), context, HEADERS);
    }

    private long epoch(long nanos) {
        return nanos + epochNanos;
    }

    @Override
    public void close() {
        sdk.close();
    }
}
