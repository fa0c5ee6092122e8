package dev.millrace.agent.serving;

import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;

/** Takes the answer to one request, once, on whatever thread has it. */
public interface Reply {
    void answer(InferResponse response);

    void fail(ServingException error);
}
