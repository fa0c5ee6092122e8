package dev.millrace.agent.tracing;

import org.jspecify.annotations.Nullable;

/** Where spans of requests go. Thread-safe; nothing here may block or throw. */
public interface RequestTracing extends AutoCloseable {
    /** A part of a request's way, in {@link System#nanoTime()}. */
    record Part(String name, long startNanos, long endNanos) {}

    /**
     * What a request was.
     *
     * @param context trace context that came with it; null where none did
     * @param app as {@code namespace/name}
     * @param batch requests that were executed together with it, itself included
     * @param failure why it failed; null where it was answered
     */
    record Served(
            @Nullable TraceContext context,
            String app,
            String device,
            long arrivalNanos,
            long answeredNanos,
            int batch,
            @Nullable String failure) {}

    /** A request that another node answers. */
    interface Forwarding {
        /** Trace context to send on; null for none. */
        @Nullable TraceContext onward();

        /** The other node answered, or did not. */
        void ended(boolean answered);
    }

    /** No traces: a trace context that comes is sent on as it is. */
    RequestTracing OFF = new RequestTracing() {
        @Override
        public void served(Served request, Part[] parts, Runnable measured) {
            measured.run();
        }

        @Override
        public Forwarding forwarding(@Nullable TraceContext context, String app, String node, long arrivalNanos) {
            return new PassedOn(context);
        }

        @Override
        public void close() {}
    };

    /**
     * A request ended here.
     *
     * @param parts its phases
     * @param measured records the request's metrics: run within the span, so that exemplars name it
     */
    void served(Served request, Part[] parts, Runnable measured);

    /** A request is about to be sent to another node. */
    Forwarding forwarding(@Nullable TraceContext context, String app, String node, long arrivalNanos);

    @Override
    void close();
}
