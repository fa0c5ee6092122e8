package dev.millrace.agent.serving;

import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tracing.TraceContext;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes the answer to one request, once. */
public interface Reply {
    /**
     * Where the answer is to be given: the event loop of the connection. Writing it there costs the thread that ran the
     * model nothing, which goes on with the next request meanwhile.
     */
    Executor executor();

    /** Trace context that came with the request; null where none did. */
    @Nullable TraceContext trace();

    void answer(InferResponse response);

    void fail(ServingException error);
}
