package dev.millrace.agent.runtime;

import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import java.util.List;

/** A loaded model, ready to execute. Thread-safe; closed once, after the last execution. */
public interface Model extends AutoCloseable {
    Signature signature();

    /** Name of the platform, as clients see it in the model's metadata. */
    String platform();

    /** Whether execution is a wait of the profiled time, with zeros for an answer. */
    boolean emulated();

    /**
     * Executes one request that the signature admits.
     *
     * @return the outputs asked for, all where none were named
     * @throws dev.millrace.agent.tensor.ServingException when the model refuses the values of the request
     */
    List<Tensor> run(InferRequest request);

    @Override
    void close();
}
