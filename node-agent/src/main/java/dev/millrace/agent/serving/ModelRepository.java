package dev.millrace.agent.serving;

import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Loads and unloads apps on a client's word, where nobody else decides that. */
public interface ModelRepository {
    /** Where the operator decides what a node runs: both are forbidden. */
    ModelRepository OPERATED = new ModelRepository() {
        @Override
        public CompletionStage<Void> load(String modelName) {
            return CompletableFuture.failedFuture(forbidden());
        }

        @Override
        public CompletionStage<Void> unload(String modelName) {
            return CompletableFuture.failedFuture(forbidden());
        }

        private ServingException forbidden() {
            return ServingException.of(
                    Fault.FORBIDDEN, "the operator decides what this node runs; Maybe change the InferenceApp");
        }
    };

    /** Ends when the model is ready again, or with a {@link ServingException}. */
    CompletionStage<Void> load(String modelName);

    /** Ends when new requests find the model unavailable; those in progress are still served. */
    CompletionStage<Void> unload(String modelName);
}
