package dev.millrace.agent.tensor;

import java.util.List;
import java.util.Map;

/**
 * One inference request.
 *
 * @param model name in the protocol, NAMESPACE.NAME of the app
 * @param id the client's own, empty where there is none
 * @param parameters values are Boolean, Long, Double or String
 * @param outputs names of the outputs asked for; empty means all
 */
public record InferRequest(
        String model, String id, Map<String, Object> parameters, List<Tensor> inputs, List<String> outputs) {

    /** Parameter {@code timeout}: microseconds that the request may take; 0 where it has no such limit. */
    public long timeoutMicros() {
        Object timeout = parameters.get("timeout");
        if (timeout == null) {
            return 0;
        }
        if (timeout instanceof Long micros && micros >= 0) {
            return micros;
        }
        throw ServingException.invalid(
                "parameter 'timeout' is " + timeout + "; Maybe a whole number of microseconds, 0 for none");
    }
}
