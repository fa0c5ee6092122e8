package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.tracing.TraceContext;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call with a status where its message cannot be parsed (the client's fault) or the service throws (ours). Notes
 * when the request arrived and whether another agent sent it.
 */
final class FaultBarrier implements ServerInterceptor {
    static final Context.Key<Arrival> ARRIVAL = Context.key("arrival");

    private static final Logger LOG = Logger.getLogger(FaultBarrier.class);

    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    static final Metadata.Key<String> TRACE_PARENT =
            Metadata.Key.of(TraceContext.PARENT, Metadata.ASCII_STRING_MARSHALLER);

    static final Metadata.Key<String> TRACE_STATE =
            Metadata.Key.of(TraceContext.STATE, Metadata.ASCII_STRING_MARSHALLER);

    /**
     * @param nanos when the call began, in {@link System#nanoTime()}
     * @param forwarded whether another agent sent it on
     * @param authorization what the client says about itself
     * @param trace trace context; null where none came
     * @param loop the event loop of the connection
     */
    record Arrival(
            long nanos,
            boolean forwarded,
            @Nullable String authorization,
            @Nullable TraceContext trace,
            Executor loop) {}

    private final EventLoops loops;

    FaultBarrier(EventLoops loops) {
        this.loops = loops;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Arrival arrival = new Arrival(
                System.nanoTime(),
                headers.containsKey(GrpcForwarder.FORWARDED),
                headers.get(AUTHORIZATION),
                trace(headers),
                loops.current());
        Context context = Context.current().withValue(ARRIVAL, arrival);
        Context previous = context.attach();
        try {
            return new Guarded<>(next.startCall(call, headers), call, context);
        } finally {
            context.detach(previous);
        }
    }

    private static @Nullable TraceContext trace(Metadata headers) {
        String parent = headers.get(TRACE_PARENT);
        return parent == null ? null : new TraceContext(parent, headers.get(TRACE_STATE));
    }

    private static final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;
        private final Context context;
        private boolean ended;

        Guarded(ServerCall.Listener<Q> delegate, ServerCall<Q, ?> call, Context context) {
            super(delegate);
            this.call = call;
            this.context = context;
        }

        @Override
        public void onMessage(Q message) {
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(super::onHalfClose);
        }

        private void guard(Runnable step) {
            if (ended) {
                return;
            }
            Context previous = context.attach();
            try {
                step.run();
            } catch (StatusRuntimeException e) {
                // The parser's own: "Invalid protobuf byte sequence".
                end(Status.INVALID_ARGUMENT.withDescription(
                        "malformed message: " + e.getStatus().getDescription()));
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s", call.getMethodDescriptor().getFullMethodName());
                end(Status.INTERNAL.withDescription("the agent failed"));
            } finally {
                context.detach(previous);
            }
        }

        private void end(Status status) {
            ended = true;
            call.close(status, new Metadata());
        }
    }
}
