package dev.millrace.agent.tensor;

import java.util.HashMap;
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
    /** A day in microseconds: beyond it a timeout is none in practice. */
    private static final long LONGEST_TIMEOUT = 86_400_000_000L;

    /** The priority of a request that names none. */
    private static final int NO_PRIORITY = Integer.MAX_VALUE;

    /** Parameter {@code timeout}: microseconds that the request may take; 0 where it has no such limit. */
    public long timeoutMicros() {
        Object timeout = parameters.get("timeout");
        if (timeout == null) {
            return 0;
        }
        if (timeout instanceof Long micros && micros >= 0) {
            return Math.min(micros, LONGEST_TIMEOUT);
        }
        throw ServingException.invalid(
                "parameter 'timeout' is " + timeout + "; Maybe a whole number of microseconds, 0 for none");
    }

    /** Parameter {@code priority}: 1 is the highest; 0 or none is behind all others. */
    public int priority() {
        Object priority = parameters.get("priority");
        if (priority == null) {
            return NO_PRIORITY;
        }
        if (priority instanceof Long level && level >= 0) {
            return level == 0 ? NO_PRIORITY : (int) Math.min(NO_PRIORITY, level);
        }
        throw ServingException.invalid(
                "parameter 'priority' is " + priority + "; Maybe a whole number, 1 the highest, 0 for none");
    }

    /** The same request with a timeout no longer than that, in microseconds; 0 sets none. */
    public InferRequest within(long micros) {
        if (micros == 0 || (timeoutMicros() != 0 && timeoutMicros() <= micros)) {
            return this;
        }
        Map<String, Object> changed = new HashMap<>(parameters);
        changed.put("timeout", micros);
        return new InferRequest(model, id, changed, inputs, outputs);
    }

    /** The same request with other inputs. */
    public InferRequest withInputs(List<Tensor> others) {
        return new InferRequest(model, id, parameters, others, outputs);
    }
}
