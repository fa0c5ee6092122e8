package dev.millrace.agent.tracing;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * W3C trace context as it came with a request.
 *
 * @param parent the header traceparent
 * @param state the header tracestate; null where none came
 */
public record TraceContext(String parent, @Nullable String state) {
    /** Names of the HTTP headers, and of the keys of gRPC metadata. */
    public static final String PARENT = "traceparent";

    public static final String STATE = "tracestate";

    /**
     * What came with a request; null where nothing did.
     *
     * @param headers a header by its name, null for an absent one
     */
    public static @Nullable TraceContext of(UnaryOperator<@Nullable String> headers) {
        String parent = headers.apply(PARENT);
        return parent == null ? null : new TraceContext(parent, headers.apply(STATE));
    }
}
