package dev.millrace.agent.serving;

import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Signature;

/** What clients are told of a model. */
public record ModelFacts(String platform, Signature signature) {
    /**
     * The facts of an app's model, as the first replica on this node has them.
     *
     * @throws ServingException (unavailable) while none is loaded here
     */
    public static ModelFacts of(ServedApp app) {
        if (app.replicas().isEmpty()) {
            throw ServingException.of(
                    Fault.UNAVAILABLE, "model '" + app.id().modelName() + "' is not loaded on this node");
        }
        Model model = app.replicas().getFirst().slot().model();
        return new ModelFacts(model.platform(), app.signature(model.signature()));
    }

    /** Name of the execution library, as Triton calls it. */
    public String backend() {
        return platform().startsWith("onnxruntime") ? "onnxruntime" : platform();
    }
}
